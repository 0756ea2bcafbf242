"""A person's way out, room by room. A room may look back along the journey, never ahead.

Every room has the same four files: ``facts`` (what it may put on record), ``state`` (the pure fold
of its facts), ``rules`` (decisions: state and input in, facts or a value out) and ``problems``.
"""
