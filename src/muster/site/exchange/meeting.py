"""Two sites of one operation on one computer: what one put on record, told to the other.

A drill plays posts that were cut off with it. What travels and how it is checked is ``accept``'s;
keys of people do not, so that only compartments without people in them can be told.
"""

from collections.abc import Collection

from muster.ground.record.compartment import Compartment
from muster.site.exchange.accept import accept
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


def tell(sender: Site, by: Operator, receiver: Site, compartments: Collection[Compartment]) -> None:
    """Let ``receiver`` take in what ``sender`` itself put on record and committed.

    ``by`` acts at the sender, the receiver's lead there. Raises what ``accept`` raises, ``KeyLost``
    for a compartment with people in it.
    """
    require(by, Right.UPKEEP)
    wanted = {one.value for one in compartments}
    with sender.store.reader() as reader:
        logs = [
            log
            for log in reader.logs()
            if log.certificate == sender.keys.certificate and log.compartment in wanted
        ]
        told = [(log, [row.data for row in reader.segments(log.number)]) for log in logs]
    for log, data in told:
        accept(receiver, receiver.lead, log.certificate, log.compartment, data)
