"""The one base of "this cannot be used, and what to do about it".

A Problem is outside input that cannot be used: a file, a scan, a stick, a form, a clock. It carries
a stable code, one sentence that says what was expected and what was found and where, and advice.
Its facts are counts, times, opaque ids and our own field names: never a value from a person's
record and never a cell or header of a file. Only the doors translate it.

An outcome (turned back, ineligible) is no Problem but a value; a bug is no Problem but a crash.
"""

from typing import ClassVar


class Problem(Exception):
    """Outside input that cannot be used; subclass it once per case, in the room's ``problems``.

    ``sentence`` and ``advice`` are format strings over the facts given at the raise.
    """

    code: ClassVar[str] = "problem"
    sentence: ClassVar[str] = "This cannot be used."
    advice: ClassVar[str] = ""

    def __init__(self, **facts: int | str) -> None:
        self.facts = facts
        super().__init__(self.text())

    def text(self) -> str:
        """Return the English sentence and advice with the facts filled in."""
        return f"{self.sentence} {self.advice}".strip().format_map(self.facts)


class Refused(Problem):
    """Base of problems that say the operator may not do this, or not in this state."""

    code = "refused"
