"""The record as it is written and read: the one write path, its order, and the rows folded from it.

``journal`` puts facts on record, ``group`` lets commands share a sync, ``rows`` keep the states
that ``kinds`` names, ``view`` is a look at one committed moment, ``walk`` goes over all of it
again. Nothing here knows an operator or a right; the posts do, which look back on this room.
"""
