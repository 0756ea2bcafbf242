"""Compartments make need-to-know structural: a site stores only those that it needs.

A compartment's name may carry a scope after a slash, as in ``gates/north``.
"""

from enum import StrEnum


class Compartment(StrEnum):
    """The default compartments, and what each holds."""

    PUBLIC = "public"
    DESK = "desk"
    PLAN = "plan"
    GATES = "gates"
    LIFTS = "lifts"
    HAVENS = "havens"
    COMMAND = "command"
    AUDIT = "audit"
