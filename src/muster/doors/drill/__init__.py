"""Drills: whole operations, seeded, at full size, through the commands a site gives its users.

A scenario file says what happens (``scenario``, ``reading``), a seed decides the rest (``seed``),
``timeline`` turns both into moves in event time, and they are played as an operator would: by the
site's commands, with a clock that the drill sets.
"""
