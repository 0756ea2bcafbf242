"""What can be wrong with parcels, addresses and the folders that carry them."""

from muster.ground.problem import Problem


class AddressWrong(Problem):
    """Bytes that should be a site's address are none, or not signed by a site of ours."""

    code = "exchange.address-wrong"
    sentence = "Expected the address of a site of this operation, found {found} bytes of other."
    advice = "Ask that site for its address again: `muster stick address OUT`."


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
