"""What leaves: whose rows in which columns, for whom, counted, signed, sealed and on record."""
