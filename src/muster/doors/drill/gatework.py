"""What a scenario says of passes: who gets one, what goes wrong with some, and who copies them."""

from typing import Annotated

from msgspec import Meta

from muster.doors.drill.forms import Aware, Percent, Slug, Souls, Table, Words

Count = Annotated[int, Meta(ge=1, le=100_000)]


class Oddities(Table, frozen=True):
    """Of every hundred parties with a pass, how many come to their gate in another way.

    ``early`` before their window; ``elsewhere`` to another gate first; ``renewed`` with the old
    pass after it was issued again; ``in_parts`` one person later than the others; ``aloud`` with
    the code on a scrap of paper; ``lost`` without it, and somebody else shows it after the window.
    """

    early: Percent = 0.0
    elsewhere: Percent = 0.0
    renewed: Percent = 0.0
    in_parts: Percent = 0.0
    aloud: Percent = 0.0
    lost: Percent = 0.0


class Delegate(Table, frozen=True, kw_only=True):
    """Somebody who issues passes to ``gate`` by a key and a quota, and whose template leaks.

    Of every hundred parties called there ``percent`` get theirs from the delegate. ``leaked``
    passes beyond the quota are shown from ``leaks`` on, until and after it is ``dismissed``.
    """

    name: Words
    gate: Slug
    appointed: Aware
    quota: Count
    most_souls: Annotated[int, Meta(ge=1, le=63)]
    percent: Percent
    leaks: Aware
    leaked: Souls
    dismissed: Aware
    words: Words


class Outer(Table, frozen=True, kw_only=True):
    """Parties to these ``gates`` pass a checkpoint of others on their way, by outer passes.

    They show the same code at our gate. ``bound``: their pass is tied to the document of whoever
    speaks for them, who shows it there.
    """

    checkpoint: Slug
    gates: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    bound: bool = False


class Forwarded(Table, frozen=True, kw_only=True):
    """One pass to ``gate`` that was sent on, and is shown on so many ``phones``.

    It is shown there and at the gates ``also_at``. From ``apart`` until ``linked`` the posts of its
    gate form ``islands`` that hear nothing of each other. ``settled``: when somebody looked into
    what was found then, with these ``words``; left out where the card is still open.
    """

    gate: Slug
    also_at: tuple[Slug, ...] = ()
    phones: Count
    islands: Annotated[int, Meta(ge=1, le=6)] = 1
    apart: Aware
    linked: Aware
    until: Aware
    settled: Aware | None = None
    words: Words


class Passes(Table, frozen=True, kw_only=True):
    """Parties that are called to ``gates`` and expected from ``begins`` to ``until`` get passes.

    ``forged`` ones are shown at these gates in turn.
    """

    begins: Aware
    until: Aware
    gates: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    oddities: Oddities = Oddities()
    forged: Souls = 0
    delegate: Delegate | None = None
    outer: Outer | None = None
    forwarded: tuple[Forwarded, ...] = ()
    quality: Words
