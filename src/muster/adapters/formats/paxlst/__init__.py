"""UN/EDIFACT PAXLST, the passenger lists of carriers: D.02B and D.05B, read and written.

``edifact`` cuts bytes into segments and puts segments into bytes; ``reader`` makes passenger lists
of segments, ``claims`` claims of passenger lists, ``writer`` segments of passenger lists. What
carriers get wrong in practice (counts, references, a message cut off) is a notice, not a Problem.
"""
