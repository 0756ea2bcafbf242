"""A site begins to write under a new key, and closes what it wrote before.

Always after a restore; and always when it meets an entry of its own log that it does not hold: it
has been restored, whether anybody noticed or not. The entry is taken in first. Nothing is written
under the old key afterwards, in the same transaction already.
"""

from muster.ground.people.facts import WriterRenewed
from muster.ground.record.certificate import read_writer
from muster.site.record import incarnation
from muster.site.record.journal import Journal
from muster.site.site import Site

MET = "met entries of its own that it did not hold"
RESTORED = "restored from a backup"
BEHIND = "held less than it had written before"


def begin(site: Site, journal: Journal, reason: str) -> None:
    """Start a new incarnation inside an open command; its first entry says why."""
    journal.flush()
    keys = incarnation.drawn(site.keys, site.entropy)
    old = site.keys.certificate
    closed = tuple(
        (row.id, row.head_sequence, row.head_hash)
        for row in site.store.logs()
        if row.certificate == old and row.head_sequence
    )
    site.store.meta_put(incarnation.WRITER, incarnation.sealed(keys, site.entropy))
    site.become(keys)
    writer = read_writer(keys.certificate).writer
    by = site.lead_id()
    fact = WriterRenewed(site.keys.site, site.now(), by, writer, keys.certificate, reason, closed)
    journal.put([fact])


def look_back(site: Site) -> None:
    """Begin anew before the first write where the store is behind what was noted beside it."""
    noted = site.sidecar.read()
    if not noted:
        return
    held = {row.id: row.head_sequence for row in site.store.logs()}
    own = site.journal.identities()
    if any(log in own and held.get(log, 0) < sequence for log, sequence, _ in noted):
        with site.writing() as journal:
            begin(site, journal, BEHIND)
