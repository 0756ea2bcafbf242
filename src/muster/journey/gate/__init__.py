"""A gate that we hold: open at a rate, shut for a while, shut for good."""
