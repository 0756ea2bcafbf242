"""Why a text is no pass of ours, and why one cannot be judged here: stable codes."""

from enum import StrEnum


class Wrong(StrEnum):
    """Why what is shown is not genuine: a STOP. The value is stable: stored, translated."""

    FOREIGN = "passes.not-a-pass"
    MALFORMED = "passes.malformed"
    HEADER = "passes.header-wrong"
    SIGNATURE = "passes.signature-wrong"
    HOLDER = "passes.holder-wrong"
    SCOPE = "passes.out-of-scope"
    WINDOW = "passes.window-out-of-scope"


class Unjudged(StrEnum):
    """Why a pass can neither be believed nor be refused here. The value is stable."""

    NEWER = "passes.newer-format"
    KEY_UNKNOWN = "passes.key-unknown"
    LIST_MISSING = "passes.list-missing"
    RECORD_NEEDED = "passes.record-needed"
    MISTYPED = "passes.code-mistyped"
