"""``muster scuttle``: leave nothing readable of a site, at once and for good."""

import sys

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Unconfirmed
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.record import receipt as receipts
from muster.site.clock import SystemClock
from muster.site.closing import scuttle as scuttling
from muster.site.closing.watcher import leave


class StepDone(Part, frozen=True):
    """One step and after how many milliseconds it was done."""

    step: str
    after_ms: int


class Scuttled(Answer, frozen=True):
    """What was destroyed. ``receipt`` goes to whoever can be reached; ``whole``: all steps done.

    ``told`` sites answered within three seconds and kept it.
    """

    whole: bool
    steps: tuple[StepDone, ...]
    entries: int
    receipt: str
    told: int


@click.command("scuttle")
@click.option("--yes", is_flag=True, help="Do not ask; needs --confirm.")
@click.option("--confirm", metavar="NAME", help="The whole name of the site.")
@two_people
@in_session
def scuttle(
    session: Session,
    *,
    yes: bool,
    confirm: str | None,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Leave nothing readable of this site, at once and for good.

    Two people order it, and the site's name is typed. Its key slots are overwritten and gone;
    nobody, and no backup, opens this record again. While the site is being served, the page
    Closing does it: that ends the server, too. The receipt that is shown proves it to others.
    """
    with session.site() as site:
        beside = signing(site, second, second_pin_file)
        named = confirm if yes else _typed(site.state.name)
        if named is None:
            raise Unconfirmed
        scuttling.may_scuttle(site, site.lead, beside, named)
        wanted = scuttling.orders(site, session.directory)
    receipt = scuttling.carry_out(wanted, lambda: SystemClock().now().latest)
    leave(wanted, receipts.written(receipt))
    said = Scuttled(
        whole=len(receipt.steps) == scuttling.STEPS,
        steps=tuple(StepDone(step=name, after_ms=after) for name, after in receipt.steps),
        entries=receipt.entries,
        receipt=receipts.written(receipt),
        told=scuttling.tell_others(wanted, receipt),
    )
    lines = [(one.step, f"after {one.after_ms} ms") for one in said.steps]
    lines.append(("told", f"{said.told} sites"))
    session.tell(said, [*pairs(lines), "", said.receipt])


def _typed(name: str) -> str | None:
    """Return the name as somebody types it; none where nobody can be asked."""
    if not sys.stdin.isatty():
        return None
    asked = f"To destroy {name} for good, type its name"
    typed: str = click.prompt(asked, err=True, prompt_suffix=": ")
    return typed
