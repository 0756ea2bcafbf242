"""What a second person shows beside their PIN, for one act that two people sign (T23, T24).

As much as at a sign-in: whoever has enrolled a key or a telephone shows a code with the PIN, and
whose role has to show more and has nothing enrolled signs nothing. A key is shown where its owner
signs in; there they draw a code for this one act, which the door knows. No session comes of it.
"""

from muster.site.access import compulsory, credentials, onetime
from muster.site.access.patience import Patience
from muster.site.problems import CodeRefused, FactorMissing, SecondNeedsMore
from muster.site.rights import Operator
from muster.site.site import Site


def is_asked(site: Site, second: Operator) -> bool:
    """Return whether ``second`` shows more than the PIN here; raise ``FactorMissing``."""
    if compulsory.lacks_factor(site, second):
        raise FactorMissing
    return bool(credentials.needed(site, second.id))


def prove(site: Site, patience: Patience, second: Operator, code: str, source: str = "") -> None:
    """Take a one-time code of ``second``, whose PIN was given, where one is asked for.

    Raises ``FactorMissing``, ``SecondNeedsMore`` where none was given, ``CodeRefused`` for a wrong
    one, which counts as a failure, and ``SignInLater``.
    """
    if not is_asked(site, second):
        return
    if not code.strip():
        raise SecondNeedsMore
    name = second.name.casefold()
    patience.check(name, source)
    try:
        onetime.check_code(site, second.id, code)
    except CodeRefused:
        patience.failed(name, source)
        raise
    patience.succeeded(name, source)
