"""Make the vectors again, and the worked examples in ``docs/format``: ``make vectors``.

The same bytes come out each time. Vectors of facts in shapes that a kind no longer has are kept;
``--anew`` drops them, and is for the time before a first release only.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from muster.site.record.kinds import KINDS
from tests.vectors import (
    certificates,
    checkpoint,
    deliveries,
    entries,
    exchange,
    facts,
    gate,
    passes,
    proofs,
    recovery,
    segments,
    slots,
    sticks,
    worked,
    wraps,
)
from tests.vectors.draw import Vector

HERE = Path(__file__).parent
DESCRIBED = {
    "facts": "docs/format/fact.md",
    "entries": "docs/format/entry.md",
    "segments": "docs/format/segment.md",
    "certificates": "docs/format/certificate.md",
    "slots": "docs/format/slot.md",
    "wraps": "docs/format/wraps.md",
    "passes": "docs/format/pass.md",
    "gate": "docs/format/pass.md",
    "checkpoint": "docs/format/pass.md",
    "proofs": "docs/format/bundle.md",
    "deliveries": "docs/format/device.md",
    "exchange": "docs/format/exchange.md",
    "sticks": "docs/format/stick.md",
    "recovery": "docs/format/recovery.md",
}

SETTINGS = {"passes": passes.setting, "recovery": recovery.setting}
"""By which keys and lists a file of vectors is judged, where it is by any."""


def committed(name: str) -> list[Vector]:
    """Return the vectors in ``name``.json, none where it is absent."""
    file = HERE / f"{name}.json"
    if not file.exists():
        return []
    found: list[Vector] = json.loads(file.read_text("utf-8"))["vectors"]
    return found


def made(kept: list[Vector]) -> dict[str, list[Vector]]:
    """Return all vectors by the name of their file; ``kept`` are those of facts so far."""
    return {
        "facts": facts.vectors(KINDS, kept),
        "entries": entries.vectors(),
        "segments": segments.vectors(),
        "certificates": certificates.vectors(),
        "slots": slots.vectors(),
        "wraps": wraps.vectors(),
        "passes": passes.vectors(),
        "gate": gate.vectors(),
        "checkpoint": checkpoint.vectors(),
        "proofs": proofs.vectors(),
        "deliveries": deliveries.vectors(),
        "exchange": exchange.vectors(),
        "sticks": sticks.vectors(),
        "recovery": recovery.vectors(),
    }


def text(name: str, vectors: list[Vector]) -> str:
    """Return the file of ``vectors``."""
    content: dict[str, Any] = {"described": DESCRIBED[name]}
    if name in SETTINGS:
        content["setting"] = SETTINGS[name]()
    content["vectors"] = vectors
    return json.dumps(content, indent=1) + "\n"


def main() -> None:
    """Write every file of vectors beside this module."""
    reader = argparse.ArgumentParser(description="Make the golden vectors again.")
    reader.add_argument("--anew", action="store_true", help="drop facts of earlier shapes")
    anew = reader.parse_args().anew
    whole = made([] if anew else committed("facts"))
    for name, vectors in whole.items():
        (HERE / f"{name}.json").write_text(text(name, vectors), "utf-8")
    for page in worked.PAGES.glob("*.md"):
        page.write_text(worked.rewritten(page.read_text("utf-8"), whole), "utf-8")


if __name__ == "__main__":
    main()
