"""A gate that we hold: open at a rate, in a surge, held for a threat, shut, shut for good."""
