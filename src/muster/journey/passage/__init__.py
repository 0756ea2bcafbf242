"""Arrangements with whoever holds the road, and what they were told under each.

The counterpart is a role at a place, never a private person's name. What may be told is a closed
set: how many people, how many vehicles, which window, which tokens. A name is told only by a fact
of its own, that two people sign with a reason (R4). Whatever was told goes on record, even what
should not have been: the ledger then says what was wrong about it (T30).
"""
