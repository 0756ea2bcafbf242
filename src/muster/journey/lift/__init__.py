"""A lift: seats, three manifests (planned, boarded, arrived), souls, departure.

Scans and head count are two observations, both kept. A lift may leave with a difference; the
difference is then a figure with names behind it, never a silent winner (R6).
"""
