"""What can be wrong with what another site says, over a link or by stick."""

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


class LetterboxUnknown(Problem):
    """No site, or more than one, is meant by what was given."""

    code = "exchange.letterbox-unknown"
    sentence = "Expected the name or id of one site whose letterbox is known here, found {found}."
    advice = (
        "List them with `muster stick sites`. A site that was never heard of gives its letterbox "
        "as a file: `muster stick letterbox OUT` there, --to that file here."
    )


class LetterboxWrong(Problem):
    """Bytes that should be a site's letterbox are none, or not signed by a site of ours."""

    code = "exchange.letterbox-wrong"
    sentence = "Expected the letterbox of a site of this operation, found {found} bytes of other."
    advice = "Ask that site for its letterbox again: `muster stick letterbox OUT`."


class ParcelWrong(Problem):
    """A parcel opens, and what it says is not what a site of ours writes."""

    code = "exchange.parcel-wrong"
    sentence = "The parcel opens here, but {what} is not what a site writes."
    advice = (
        "Whoever made it has another program or means harm. What came before was good and was "
        "kept; tell the operation."
    )


class ParcelOfOthers(Problem):
    """A parcel was made for another site or operation, and sealed again to ours."""

    code = "exchange.parcel-of-others"
    sentence = "The parcel was written for another site, or by another operation."
    advice = "Somebody sealed it anew. Nothing was taken from it; tell the operation."


class ParcelTooLarge(Problem):
    """A parcel is too large to be handed over by a browser."""

    code = "exchange.parcel-too-large"
    sentence = "The parcel would have more than {limit} bytes."
    advice = "Write it into a folder: `muster stick write`, or start the server with --parcels."


class StickMissing(Problem):
    """The folder, or a parcel in it, cannot be read."""

    code = "exchange.stick-missing"
    sentence = "The folder of parcels cannot be read."
    advice = "See that the stick is in and the path is right, then try again."


class StickFull(Problem):
    """The folder has no room for the parcel."""

    code = "exchange.stick-full"
    sentence = "The stick has no room for the parcel."
    advice = "Nothing of it was left there. Take another stick, or remove parcels that were read."


class StickUnwritable(Problem):
    """The folder cannot be written to."""

    code = "exchange.stick-unwritable"
    sentence = "The folder of parcels cannot be written to."
    advice = "See that the stick is in and is not locked against writing; nothing was changed."
