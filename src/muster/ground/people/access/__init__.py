"""Who gets in and who looks: credentials, sessions, opened records, canaries; each on record."""
