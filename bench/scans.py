"""Measure passes: a whole verification beside bare Ed25519, and durable scans beside none.

All of it in one run on one machine, taken in turns: only the ratios say something. *Without a
database* is the same scan, verified, decided, sealed, chained, signed and folded, where the store
takes whatever it is handed and keeps nothing.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nacl.bindings import crypto_sign_open

from muster.ground.people.moment import HOUR, SECOND
from muster.ground.people.place import PlaceRole
from muster.ground.secrecy.slot import TRAINING
from muster.journey.passes import inner, letters
from muster.journey.passes.binding import Binding
from muster.journey.passes.inner import Inner, Sealed
from muster.journey.passes.shown import read
from muster.journey.passes.signature import kid
from muster.journey.passes.verifying import Genuine, verify
from muster.site import command
from muster.site.gate import gatepost
from muster.site.gate.gatepost import Gatepost
from muster.site.gate.readings import Sign
from muster.site.opening import Setup, init
from muster.site.passes import signers
from muster.site.site import Site

CLIENTS = 32


def measure(scans: int = 6_400, rounds: int = 3) -> dict[str, float]:
    """Return what verifying and scanning cost."""
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup("Bench", "Bench", TRAINING, training=True)
        with init(Path(folder) / "site", "plainly synthetic passphrase", setup) as site:
            gate = command.name_place(site, site.lead, "Bench gate", PlaceRole.GATE)
            command.open_gate(site, site.lead, gate, 100_000)
            draw = _maker(site, gate)
            posts = [gatepost.take_post(site, site.lead, gate, str(n)) for n in range(CLIENTS)]
            _rate(posts, [draw() for _ in range(10 * CLIENTS)])
            found = _verifying(site, [draw() for _ in range(500)])
            durable, bare, late, alone = [], [], [], []
            for _ in range(rounds):
                rate, spans = _rate(posts, [draw() for _ in range(scans)])
                durable.append(rate)
                late += spans
                with _no_database(site):
                    bare.append(_rate(posts, [draw() for _ in range(scans)])[0])
                alone.append(_rate(posts[:1], [draw() for _ in range(scans // 10)])[0])
    ratios = [one / other for one, other in zip(durable, bare, strict=True)]
    return {
        **found,
        "durable_per_s": round(statistics.median(durable)),
        "no_database_per_s": round(statistics.median(bare)),
        "durable_share": round(statistics.median(ratios), 3),
        "durable_p99_ms": round(1_000 * sorted(late)[int(len(late) * 0.99)], 1),
        "one_client_per_s": round(statistics.median(alone)),
    }


def _maker(site: Site, gate: Any) -> Callable[[], str]:  # noqa: ANN401 - a place id
    """Return what draws a fresh pass each time; its record is not needed at a gate."""
    with site.writing() as journal:
        key = signers.key_of_the_day(site, journal, site.lead, gate)
    secret, operation = signers.secret_of(site, key.public), signers.operation_of(site)
    now = site.now().latest
    slots = iter(range(inner.SLOTS))
    window = ((now - HOUR) // SECOND, (now + 4 * HOUR) // SECOND)

    def draw() -> str:
        said = Inner(kid(key.public), next(slots), 4, 0, 0, *window, Binding.NONE, b"abc")
        return inner.PREFIX + letters.spell(inner.write(said, operation, secret))

    return draw


def _verifying(site: Site, texts: list[str], rounds: int = 15) -> dict[str, float]:
    """Return microseconds of a whole verification and of bare Ed25519, and their ratio."""
    with site.view() as view:
        keys = signers.keys_known(site, view)
    signed = [(_signed(text, keys.operation), keys.all[0].public) for text in texts]
    whole, bare, ratios = [], [], []
    for _ in range(rounds):
        began = time.perf_counter()
        for message, public in signed:
            crypto_sign_open(message, public)
        between = time.perf_counter()
        for text in texts:
            answer = verify(text, keys, {})
            assert isinstance(answer, Genuine)  # noqa: S101 - what is measured is what was meant
        ended = time.perf_counter()
        bare.append((between - began) / len(texts))
        whole.append((ended - between) / len(texts))
        ratios.append(bare[-1] / whole[-1])
    return {
        "verify_us": round(1e6 * statistics.median(whole), 1),
        "ed25519_us": round(1e6 * statistics.median(bare), 1),
        "verify_share": round(statistics.median(ratios), 3),
    }


def _signed(text: str, operation: bytes) -> bytes:
    found = read(text)
    if not isinstance(found, Sealed):
        raise TypeError
    return found.signature + inner.covered(found.said.kid, found.payload, operation)


def _rate(posts: list[Gatepost], texts: list[str]) -> tuple[float, list[float]]:
    """Return scans a second with one client at each post, and how long each scan took."""
    spans: list[float] = []

    def shift(number: int) -> None:
        for text in texts[number :: len(posts)]:
            began = time.perf_counter()
            sign = posts[number].scan(text).sign
            spans.append(time.perf_counter() - began)
            assert sign is Sign.GO  # noqa: S101 - what is measured is what was meant

    clients = [threading.Thread(target=shift, args=(number,)) for number in range(len(posts))]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return len(texts) / (time.perf_counter() - began), spans


@contextmanager
def _no_database(site: Site) -> Iterator[None]:
    """Let the store take everything and keep nothing, for as long as the block runs."""
    names = (
        "begin commit rollback savepoint release undo append_segment rows_put accounts_put "
        "accounts_delete tally_add meta_put put_wraps"
    )
    store: Any = site.store
    for name in names.split():
        setattr(store, name, lambda *_: None)
    try:
        yield
    finally:
        for name in names.split():
            delattr(store, name)


if __name__ == "__main__":
    print(measure())
