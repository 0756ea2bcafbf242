"""Needs: what a person must have to travel. A closed list, none of it a diagnosis."""

from enum import StrEnum


class Need(StrEnum):
    """One need; the gate and the ramp show it as an icon."""

    WHEELCHAIR = "wheelchair"
    LITTER = "litter"
    OXYGEN = "oxygen"
    MEDICATION = "medication"
    ISOLATION = "isolation"
    PREGNANT = "pregnant"
    INFANT = "infant"
    ESCORT = "escort"
    INTERPRETER = "interpreter"
    SIGN_LANGUAGE = "sign-language"
    GUIDE = "guide"
