"""The registrar's desk: people in from lists and by hand, found, compared, and out on lists."""
