"""Who gets in and who looks: looks counted by operator, canary people, credentials."""
