"""Messy lists of a drill's people: fifty files from departments, NGOs, volunteers, and the truth.

Nobody in them exists. What stands in a file is what its sender would have written; who is who goes
along beside it, for the drill alone. It shares no code with what reads lists or finds duplicates.
"""
