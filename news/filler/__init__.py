"""Stories of no meaning, as many as are wanted, for measuring the portal at the size that it will have."""
