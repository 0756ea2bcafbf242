"""How messy the lists of a scenario are: how many, who stands on two, how often something is wrong.

Who was born on 1 January, has no given name, no family name or no number on a paper is a matter of
the people (``people.defects``), by published rates. The rates here are ours.
"""

from typing import Annotated

from msgspec import Meta

from muster.doors.drill.forms import Percent, Table

Count = Annotated[int, Meta(ge=1, le=1_000)]


class Messy(Table, frozen=True, kw_only=True):
    """Percent of rows unless it says otherwise. ``twice`` are people who stand on a second list.

    Of the parties somebody of whom stands on a second list, ``whole`` percent stand there whole,
    the others with one person. ``thrice`` is percent of the former who stand on a third list.
    ``misspelt`` is percent of words. ``bad`` rows cannot be read and come back.
    """

    lists: Count = 50
    twice: Percent = 10.0
    thrice: Percent = 4.0
    whole: Percent = 50.0
    misspelt: Percent = 2.0
    names_exchanged: Percent = 3.0
    no_father: Percent = 25.0
    birth_missing: Percent = 2.0
    birth_exchanged: Percent = 1.0
    birth_misread: Percent = 1.5
    number_mistyped: Percent = 1.0
    no_phone: Percent = 12.0
    other_phone: Percent = 15.0
    bad: Percent = 1.2
