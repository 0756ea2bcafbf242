"""The site's sticks: write a parcel for another site, read those that are for us, list them.

A parcel is one file for one site, sealed to its letterbox; what carries it (a stick, rsync,
Syncthing, mail) is trusted for nothing. Parcels may come in any order, twice, late, or cut short:
each chunk is taken once and durably, and what its entries wait for may come with another parcel.
Reading a folder leaves an answer in it for each site that wrote: our receipt, and what it lacks.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.adapters.exchange import stick
from muster.adapters.exchange.parcel import Opening, framed, frames, read_opening, signed
from muster.adapters.exchange.posting import Post, Posted, Reading, Received
from muster.adapters.exchange.problems import ParcelTooLarge, ParcelWrong
from muster.adapters.exchange.stick import Arriving, Lying, Source
from muster.ground.people.moment import Moment
from muster.ground.problem import Problem
from muster.ground.secrecy.parcel import HEADER, SEED, open_parcel, seal_parcel
from muster.ground.secrecy.problems import ParcelNotOurs, ParcelUnreadable
from muster.site import members
from muster.site.exchange import letterboxes
from muster.site.exchange.exchanging import SiteRecord
from muster.site.exchange.letterboxes import Known
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

_ENTRY = 256
"""Bytes of a parcel for each entry in it, about: its size is all that is known beforehand."""
Asked = dict[bytes, tuple[list[bytes], bool]]
"""By the site that wrote: ids of keys that it lacks, and whether it brought anything new."""
Progress = Callable[[int, int], None]
"""Told how many bytes of how many were read."""


class Written(msgspec.Struct, frozen=True):
    """A parcel that was written: where, for whom, and what it tells.

    ``ahead`` logs go further there than here; ``forked`` ones are sent whole.
    """

    path: Path
    size: int
    to: bytes
    name: str
    entries: int
    chunks: int
    ahead: int
    forked: int


class Read(msgspec.Struct, frozen=True):
    """A parcel that was read: from whom, written when, what came of it.

    ``waiting`` segments need something that is still to come; ``refused`` says by code what is
    wrong with a log. ``problem`` is what ended it early, if anything did: what came before is kept.
    """

    path: Path
    size: int
    sender: bytes = b""
    name: str = ""
    made: Moment | None = None
    entries: int = 0
    chunks: int = 0
    waiting: int = 0
    refused: tuple[str, ...] = ()
    problem: Problem | None = None

    @property
    def ours(self) -> bool:
        """Whether it is for this site, as far as can be told."""
        return not isinstance(self.problem, ParcelNotOurs | ParcelUnreadable)


class Emptied(msgspec.Struct, frozen=True):
    """What came of reading a folder: each parcel, and the answers that were left in it."""

    parcels: tuple[Read, ...]
    answers: tuple[Written, ...]


class Seen(msgspec.Struct, frozen=True):
    """A parcel as it lies in a folder, and what can be told without taking it."""

    path: Path
    size: int
    ours: bool
    name: str = ""
    made: Moment | None = None
    problem: Problem | None = None


def write(site: Site, by: Operator, to: Known, folder: Path) -> Written:
    """Write a parcel for ``to`` into ``folder``; it is durable on return.

    It tells what that site lacks by its last receipt here, or everything. Raises ``KeyUnusable``,
    ``exchange.stick-*``, and leaves nothing then.
    """
    require(by, Right.LINK)
    return _write(site, by, to, folder, _post(site, to))


def read(
    site: Site,
    by: Operator,
    folder: Path,
    *,
    answer: bool = True,
    remove: bool = False,
    progress: Progress | None = None,
) -> Emptied:
    """Take every parcel in ``folder`` that is for us; leave an answer for each site that wrote.

    ``remove`` takes off the folder what was read whole. A parcel that is wrong is said to be so and
    holds no other up. Raises ``exchange.stick-*``.
    """
    require(by, Right.LINK)
    lying = stick.lying(folder)
    total, done = sum(one.size for one in lying), 0
    parcels: list[Read] = []
    asked: Asked = {}
    for one in lying:
        found = _read(site, one, asked)
        parcels.append(found)
        done += one.size
        if progress is not None:
            progress(done, total)
        if remove and found.problem is None:
            stick.remove(one)
    answers = _answers(site, by, folder, asked) if answer else ()
    return Emptied(tuple(parcels), tuple(answers))


def given(site: Site, by: Operator, to: Known, most: int) -> tuple[str, bytes, Written]:
    """Return a parcel for ``to`` as a file to hand over: its random name, its bytes, what it tells.

    It lies in memory whole. Raises ``KeyUnusable``, and ``ParcelTooLarge`` beyond ``most`` bytes.
    """
    require(by, Right.LINK)
    post = _post(site, to)
    sealed = seal_parcel(framed(_frames(site, by, to, post)), to.key, site.entropy.draw(SEED))
    held = bytearray()
    for piece in sealed:
        held += piece
        if len(held) > most:
            raise ParcelTooLarge(limit=most)
    name = f"{stick.spelled(site.entropy.draw(stick.NAME))}{stick.ENDING}"
    lying = Lying(Path(name), len(held))
    return name, bytes(held), _written(to, lying, post.posted)


def taken(site: Site, by: Operator, source: Source) -> Read:
    """Take a parcel as it comes, block by block; nothing of it is kept but what is on record.

    What is wrong with it is said in ``problem``; what came before is kept.
    """
    require(by, Right.LINK)
    return _read(site, Arriving(source), {})


def listed(site: Site, by: Operator, folder: Path) -> list[Seen]:
    """Return the parcels in ``folder``, from whom those are that open here; take nothing."""
    require(by, Right.LINK)
    seeds = letterboxes.seeds(site)
    return [_seen(site, one, seeds) for one in stick.lying(folder)]


def _write(site: Site, by: Operator, to: Known, folder: Path, post: Post) -> Written:
    text = framed(_frames(site, by, to, post))
    sealed = seal_parcel(text, to.key, site.entropy.draw(SEED))
    lying = stick.put(folder, sealed, site.entropy.draw(stick.NAME))
    return _written(to, lying, post.posted)


def _written(to: Known, lying: Lying, posted: Posted) -> Written:
    return Written(
        lying.path,
        lying.size,
        to.site,
        to.name,
        posted.entries,
        posted.chunks,
        posted.ahead,
        posted.forked,
    )


def _frames(site: Site, by: Operator, to: Known, post: Post) -> Iterator[bytes]:
    now = site.now()
    _, secret = crypto_sign_seed_keypair(site.keys.writer_seed)
    told = (letterboxes.own(site, by), *(one.raw for one in letterboxes.known(site, by)))
    made = (now.earliest, now.latest)
    yield signed(Opening(to.site, site.keys.certificate, made, post.said(), told), secret)
    yield from post.frames()


def _read(site: Site, lying: Lying | Arriving, asked: Asked) -> Read:
    found = Read(lying.path, lying.size)
    reading: Reading | None = None
    problem: Problem | None = None
    try:
        text = open_parcel(lying.header(), lying.blocks(), letterboxes.seeds(site))
        for raw in frames(text):
            if reading is None:
                found, reading = _opened(site, found, raw)
            else:
                reading.take(raw)
        if reading is None:
            raise ParcelWrong(what="its opening")
    except Problem as wrong:
        problem = wrong
    if reading is None:
        return msgspec.structs.replace(found, problem=problem)
    done = _summed(found, reading.end(), problem)
    keys, news = asked.get(reading.sender, ([], False))
    asked[reading.sender] = ([*keys, *reading.received.asked], news or done.entries > 0)
    return done


def _opened(site: Site, found: Read, raw: bytes) -> tuple[Read, Reading]:
    opening, writer = read_opening(raw, site.operation, site.keys.site)
    letterboxes.learn(site, opening.letterboxes)
    record = SiteRecord(site)
    reading = Reading(record, opening.writer, opening.said)
    record.expect(found.size // _ENTRY)
    sender = writer.site
    named = msgspec.structs.replace(
        found, sender=sender.site, name=sender.name, made=Moment(*opening.made)
    )
    return named, reading


def _summed(found: Read, received: Received, problem: Problem | None) -> Read:
    return msgspec.structs.replace(
        found,
        entries=received.entries,
        chunks=received.chunks,
        waiting=received.waiting,
        refused=tuple(sorted({*received.refused.values()})),
        problem=problem,
    )


def _answers(site: Site, by: Operator, folder: Path, asked: Asked) -> Iterator[Written]:
    """Write to each who wrote, unless nothing came and nothing is to be told: it would not end."""
    for one in letterboxes.known(site, by):
        keys, news = asked.get(one.site, ([], False))
        post = _post(site, one, keys) if one.site in asked else None
        if post is not None and (news or post.has_news()):
            yield _write(site, by, one, folder, post)


def _post(site: Site, to: Known, asked: Iterable[bytes] = ()) -> Post:
    with site.view() as view:
        certificate = members.current(view, to.site, to.certificate)
    return Post(SiteRecord(site), to.site, certificate, asked)


def _seen(site: Site, lying: Lying, seeds: list[bytes]) -> Seen:
    header = lying.header()
    found = Seen(lying.path, lying.size, ours=False)
    if len(header) < HEADER:
        return msgspec.structs.replace(found, problem=ParcelUnreadable(found=len(header)))
    try:
        text = frames(open_parcel(header, lying.blocks(), seeds))
        opening, writer = read_opening(next(text, b""), site.operation, site.keys.site)
    except (ParcelNotOurs, ParcelUnreadable) as other:
        return msgspec.structs.replace(found, problem=other)
    except Problem as wrong:
        return msgspec.structs.replace(found, ours=True, problem=wrong)
    name, made = writer.site.name, Moment(*opening.made)
    return msgspec.structs.replace(found, ours=True, name=name, made=made)
