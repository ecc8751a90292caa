"""What a forged form could set: forged values for every field of every model, what is stored, and the allow table."""
