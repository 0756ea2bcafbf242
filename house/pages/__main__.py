"""``python -m house.pages`` writes the pages; ``--check`` only says which are out of date."""

import sys
from pathlib import Path

from house.pages import PAGES

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Write every page, or with ``--check`` return 1 if one differs from the code."""
    stale = {path: text for path, page in PAGES.items() if _read(path) != (text := page())}
    if "--check" in arguments:
        for path in stale:
            print(f"{path} says something else than the code: run make docs")
        return 1 if stale else 0
    for path, text in stale.items():
        (ROOT / path).write_text(text, "utf-8")
        print(f"wrote {path}")
    return 0


def _read(path: str) -> str | None:
    place = ROOT / path
    return place.read_text("utf-8") if place.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
