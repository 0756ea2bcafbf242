"""The registrar's desk: people in from lists and by hand, found, and compared."""
