"""The second person of an act that two people sign: who it is, and the PIN that shows it."""

from collections.abc import Callable
from typing import TypeVar

import rich_click as click

from muster.doors.cli import secret
from muster.site import operators
from muster.site.access import beside
from muster.site.access.patience import Patience
from muster.site.rights import Operator
from muster.site.site import Site

Ended = TypeVar("Ended")

_name = click.option(
    "--second",
    "second",
    metavar="NAME",
    help="The operator who signs beside you; it must be somebody else.",
)
_pin_file = click.option(
    "--second-pin-file",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="File with the second person's PIN on its first line, and on the next the code that they "
    "show beside it, where they do. Asked for otherwise.",
)


def two_people(command: Callable[..., Ended]) -> Callable[..., Ended]:
    """Give ``command`` the options ``second`` and ``second_pin_file``."""
    return _name(_pin_file(command))


def signing(site: Site, second: str | None, pin_file: str | None) -> Operator | None:
    """Return the operator named ``second``, by what they show; none where nobody was named.

    Raises ``SignInRefused`` where name and PIN do not go together, and what ``beside.prove`` does.
    """
    if second is None:
        return None
    pin = secret.pin(pin_file, "--second-pin-file", "PIN of the second person")
    patience = Patience()
    signs = operators.sign_in(site, patience, second, pin)
    if beside.is_asked(site, signs):
        code = secret.beside_pin(pin_file, "Code of the second person")
        beside.prove(site, patience, signs, code)
    return signs
