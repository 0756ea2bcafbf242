"""The pages that are written from the code, so that they cannot say less or more than it does.

``make docs`` writes them, ``make check`` and a test refuse a committed page that differs.
"""

from collections.abc import Callable

from house.pages.commands import commands
from house.pages.facts import facts
from house.pages.openapi import openapi
from house.pages.problems import problems
from house.pages.redaction import redaction

PAGES: dict[str, Callable[[], str]] = {
    "docs/commands.md": commands,
    "docs/facts.md": facts,
    "docs/format/openapi.json": openapi,
    "docs/format/redaction.md": redaction,
    "docs/problems.md": problems,
}

__all__ = ["PAGES"]
