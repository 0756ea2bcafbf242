"""What may come of two plans, as rows of a table: intervals side by side."""

from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from muster.journey.plan.outlook import Outlook


class Row(msgspec.Struct, frozen=True):
    """One figure of both plans: low and high of nine runs in ten; ``share`` is of a hundred."""

    words: Any
    now: tuple[float, float]
    then: tuple[float, float]
    decimals: int = 0
    share: bool = False


def rows(now: Outlook, then: Outlook) -> list[Row]:
    """Return the figures of the plan that holds and of another one."""

    def row(words: Any, name: str, decimals: int = 0, *, share: bool = False) -> Row:  # noqa: ANN401
        before, after = getattr(now, name), getattr(then, name)
        ends = (before.low, before.high), (after.low, after.high)
        return Row(words, ends[0], ends[1], decimals=decimals, share=share)

    return [
        row(_("People out"), "out"),
        row(_("People left"), "left"),
        row(_("Hours of queueing for each"), "waiting", 1),
        row(_("Longest queue"), "peak"),
        row(_("Seats empty"), "empty", 1, share=True),
        row(_("Most in the ready area"), "inside"),
    ]
