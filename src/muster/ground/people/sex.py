"""Sex as travel documents state it (ICAO 9303: F, M, X); it decides who searches whom."""

from enum import StrEnum


class Sex(StrEnum):
    """What the document or the person states; empty where nobody said."""

    FEMALE = "F"
    MALE = "M"
    OTHER = "X"
    UNSTATED = ""
