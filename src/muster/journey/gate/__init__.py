"""A gate that we hold: how it stands, and what is decided there of whoever shows a pass.

It is open at a rate, in a surge, held for a threat, shut, or shut for good. A party that shows a
pass is let through, held beside the gate, or turned back (``deciding``), and each is on record
(``outcomes``); when the records of posts that were apart meet, every second use of a pass is found
(``uses``). Whether a pass is genuine was answered before, in the room ``passes``.
"""
