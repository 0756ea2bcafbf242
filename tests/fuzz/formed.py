"""Samples that are formed by the product itself: signed lists, parcels, bundles, reports, forms."""

import io
import json
import zipfile
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import cbor2
import msgspec
from nacl.bindings import crypto_sign

from muster.adapters.exchange import parcel
from muster.ground.record import parts
from muster.ground.record.fact import PAD
from muster.ground.secrecy.parcel import HEADER, letterbox, seal_parcel
from muster.journey.passes import statuses
from muster.journey.passes.statuses import SlotList, of_slots
from muster.site.exchange import enrolling
from muster.site.figures import auditing
from tests.fuzz import samples
from tests.vectors import certificates, passes
from tests.vectors.draw import draw, signer
from tests.world.site import World

SITE, SECRET = signer("site of lists")
SEED = draw("a letterbox", 32)
FORMS = (
    b"gate=0&text=ABCD+EFGH+IJKL&heads=4&csrfmiddlewaretoken=" + b"x" * 64,
    b"\r\n".join(
        (
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nABCD\r\n--x',
            b'Content-Disposition: form-data; name="file"; filename="a.csv"',
            b"Content-Type: text/csv\r\n\r\nName\r\n--x--\r\n",
        )
    ),
)
QUESTION = (
    b'{"device":"' + b"ab" * 16 + b'","count":3,"pass":"' + b"cd" * 10 + b'","next":4,"name":"x"}'
)


def status_lists() -> tuple[bytes, ...]:
    """A signed list, what it holds, its claims, and one in JSON."""
    found = of_slots((7, 77), opened=range(0, 262_144, 1_311))
    one = SlotList(b"p" * 32, 3, 10**12, 10**12 + 10**9, found)
    held = statuses.to_cbor(found)
    claims = {2: "urn:x", 4: 10**9, 6: 1, 65533: held, -65538: [1, b"p" * 32]}
    return (
        statuses.write(one, passes.OPERATION, SECRET),
        cbor2.dumps(held),
        cbor2.dumps(claims, canonical=True),
        b'{"bits":1,"lst":"eNrbuRgAAhcBXQ"}',
    )


def parcels() -> tuple[bytes, ...]:
    """Openings, letterboxes and texts of parcels, good and bad, and one that is sealed."""
    text = parcel.framed(islice(samples.vectors("exchange", of="hello"), 2))
    whole = b"".join(seal_parcel(text, letterbox(SEED), draw("a key of a parcel", 32)))
    return (
        *samples.vectors("sticks", of="opening"),
        *samples.vectors("sticks", of="letterbox"),
        *samples.vectors("sticks", "text", of="frames"),
        whole[: HEADER + 200],
    )


def bundles() -> tuple[bytes, ...]:
    """An audit bundle of a small site."""
    return (zipped(_bundled()),)


@cache
def _bundled() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        world = World(Path(folder) / "site")
        people = world.party(4)
        lift = world.lift(people, counted=6)
        world.land(lift, people[:3])
        file = io.BytesIO()
        auditing.bundle(world.site, world.by, file, sample=2, seed="a seed")
        world.site.close()
    return unzipped(file.getvalue())


def unzipped(raw: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: object) -> bytes:
    """An archive of these parts; what is bent to no bytes is spelled."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        told = cast("dict[str, Any]", parts) if isinstance(parts, dict) else {"": parts}
        for name, content in told.items():
            raw = content if isinstance(content, bytes) else repr(content).encode()
            archive.writestr(zipfile.ZipInfo(name), raw)  # without the time, which is no input
    return file.getvalue()


def of_statement(raw: bytes) -> object:
    """The statement and the entries of a bundle, as values that can be bent."""
    parts = unzipped(raw)
    entries, at, told = parts["entries.bin"], 0, []
    while at < len(entries):
        size = int.from_bytes(entries[at : at + 4], "big")
        told.append(msgspec.msgpack.decode(entries[at + 4 : at + 4 + size]))
        at += 4 + size
    return {"statement": json.loads(parts["statement.json"]), "entries": told}


def as_bundle(tree: object) -> bytes:
    """A bundle of a bent statement and bent entries, signed by nobody."""
    told = cast("dict[str, Any]", tree) if isinstance(tree, dict) else {}
    runs = told.get("entries", [])
    frames = (
        [msgspec.msgpack.encode(one, enc_hook=repr) for one in runs]
        if isinstance(runs, list)
        else []
    )
    raw = b"".join(len(one).to_bytes(4, "big") + one for one in frames)
    statement = json.dumps(told.get("statement"), default=repr).encode()
    return zipped({"statement.json": statement, "entries.bin": raw})


def reports() -> tuple[bytes, ...]:
    """The JSON of a report, and of a profile."""
    statement = json.loads(_bundled()["statement.json"])
    major = {"id": "a", "group": "a", "labels": {}}
    profile = {"id": "a", "version": 1, "effective": 0, "majors": [major]}
    return json.dumps(statement["report"]).encode(), json.dumps(profile).encode()


def notes() -> tuple[bytes, ...]:
    """Proofs with their signed checkpoints, good and bad."""
    told = json.loads((samples.VECTORS / "proofs.json").read_text("utf-8"))["vectors"]
    return tuple(one["proof"].encode() for one in told if isinstance(one.get("proof"), str))


def askings() -> tuple[bytes, ...]:
    """What a laptop asks with, and a certificate."""
    plain = enrolling.Asking(bytes(16), "A", certificates.SITE, bytes(32), bytes(32))
    signature = crypto_sign(enrolling._message(plain), certificates.SITE_SECRET)[:64]
    return msgspec.msgpack.encode(msgspec.structs.replace(plain, signature=signature)), (
        certificates.RAW
    )


def admission() -> tuple[bytes, ...]:
    """What a laptop asks with, as texts of QR codes: of one, of three."""
    raw, _ = askings()
    return tuple("\n".join(parts.parts(raw, each)).encode() for each in (560, 60))


def unpadded(body: bytes) -> object:
    """The fields of a fact in its padded body."""
    return msgspec.msgpack.decode(body.rstrip(b"\0")[:-1])


def padded(fields: object) -> bytes:
    """A body of these fields."""
    raw = msgspec.msgpack.encode(fields) + b"\x80"
    return raw + bytes(-len(raw) % PAD)
