"""What can be wrong with what another site says."""

from muster.ground.problem import Problem


class MessageUnreadable(Problem):
    """Bytes that should be part of a session are none."""

    code = "exchange.message-unreadable"
    sentence = "Expected {what}, found {found} bytes that are none."
    advice = "The link or the other site is faulty. Nothing of it was taken; try again."


class MessageTooLarge(Problem):
    """More of something than a session may hold."""

    code = "exchange.message-too-large"
    sentence = "Expected {what} of at most {limit}, found {found}."
    advice = "The other site is faulty or hostile. What came before was taken; end the link."


class MessageOutOfTurn(Problem):
    """A part of a session where it has no place."""

    code = "exchange.out-of-turn"
    sentence = "The other site said {what} where it has no place."
    advice = "Install the same version of Muster at both sites and try again."


class VersionOther(Problem):
    """The other site speaks another version of the exchange."""

    code = "exchange.version-other"
    sentence = "Expected version {expected} of the exchange, found {found}."
    advice = "Install the newest Muster at both sites; nothing was changed."


class PeerOther(Problem):
    """Whoever answers is not the site that was asked for."""

    code = "exchange.peer-other"
    sentence = "Another site answers here than the one that was asked for."
    advice = "Check the address. Nothing was told and nothing was taken."


class PeerSilent(Problem):
    """Nobody answers, or the link broke."""

    code = "exchange.peer-silent"
    sentence = "The other site does not answer, or the link broke."
    advice = "What came is kept. Try again; the next session goes on where this one ended."


class PeerRefused(Problem):
    """The other site answered, and refused."""

    code = "exchange.peer-refused"
    sentence = "The other site refused the session ({status})."
    advice = "Let its site lead see whether this site is enrolled there."


class ReceiptWrong(Problem):
    """A receipt that is not by the writer who gave it, or not to us."""

    code = "exchange.receipt-wrong"
    sentence = "The receipt is not signed by the writer of the other site, or is for another."
    advice = "Do not count on it: everything is sent again until a good one comes."
