"""Markdown tables and the mark that a page is written by the house."""

from collections.abc import Iterable

WRITTEN = "<!-- Written by `make docs` from the code; change the code. -->"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table; a bar or a line break in a cell cannot break it."""
    lines = [_line(head), _line("---" for _ in head), *(_line(row) for row in rows)]
    return "\n".join(lines)


def page(title: str, *blocks: str) -> str:
    """Return a page: its title, the mark, its blocks, an empty line between each."""
    return "\n\n".join((f"# {title}", WRITTEN, *(block for block in blocks if block))) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
