"""People come in: claims, parties, eligibility under a dated rule, corrections.

Desk work. Every claim keeps where it came from; nothing is overwritten, a correction is a new fact,
and a decision keeps the rule version it was made under.
"""
