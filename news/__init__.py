"""Stories: articles and conference reports, their lists and addresses, how they are written, counted and paid."""
