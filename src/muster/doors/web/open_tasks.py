"""The open tasks of the board: each leads to the page where it is done, for whoever may open it."""

from collections.abc import Iterator

from django.urls import reverse

from muster.ground.people.saying import Saying
from muster.journey.figures.report import Report
from muster.journey.figures.tasks import TaskCode
from muster.site.rights import Operator, Right

_DONE_AT = {
    TaskCode.COUNTS_DIFFER: ("lifts", Right.SEE_LIFT),
    TaskCode.MISSING: ("lifts", Right.SEE_LIFT),
    TaskCode.UNMATCHED: ("conflicts", Right.COMMAND),
    TaskCode.UNTRACED: ("closing-people", Right.CLOSE),
    TaskCode.OVER_CAPACITY: ("plan-limits", Right.PLAN_LIFT),
    TaskCode.INTAKE_STOPPED: ("plan-limits", Right.PLAN_LIFT),
    TaskCode.DUPLICATES: ("pairs", Right.CLAIM),
    TaskCode.JUDGEMENTS: ("pairs", Right.CLAIM),
    TaskCode.QUARANTINED: ("sites", Right.LINK),
    TaskCode.SECOND_USES: ("conflicts", Right.COMMAND),
    TaskCode.OVERDUE: ("intake", Right.CLAIM),
}


def open_tasks(report: Report, by: Operator) -> Iterator[tuple[Saying, str]]:
    """Yield each open task with the address of its page, empty where ``by`` may not open it."""
    for task in report.tasks:
        name, right = _DONE_AT.get(task.code, ("", Right.FIGURES))
        yield task.text, reverse(name) if name and by.may(right) else ""
