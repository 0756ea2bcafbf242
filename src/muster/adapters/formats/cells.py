"""What one cell says, whatever program wrote it: plain text, digits, yes or no, or nothing.

A cell is text everywhere in this room: a workbook's number 12345.0 is ``12345``, its date
``1990-05-31``, its boolean ``TRUE``. The guard against formulas lives here, on and off, so that
what we write and what we read agree: ``unguarded(guarded(text)) == text`` for every text.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Final


def words_of(listed: str) -> frozenset[str]:
    """Return the words that are listed with strokes between them."""
    return frozenset(listed.split("|"))


_DIGITS: Final = {
    ord(digit): str(value)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")  # Arabic, Persian
    for value, digit in enumerate(digits)
}

# After taking marks off: Arabic and Pashto forms of letters, and what stands between letters.
_SAME: Final = str.maketrans("يىېۍكٱة\u200c", "ییییکاه ", "'\u2019\u200e\u200fـ")
_BETWEEN_WORDS: Final = re.compile(r"[^a-z0-9]+")  # of lower-case ASCII
_EXACT: Final = 1e15  # whole numbers up to here are exact in a spreadsheet's arithmetic

# Programs take text that starts with one of these for a formula (T26): = + - @, tab, CR, LF, NUL
# and the full-width = + - @.
_RISKY: Final = "=+\\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20"
# Some drop blanks and marks that nobody sees before they look for one.
_UNSEEN: Final = "\\s\ufeff\u200b-\u200f\u2060\u00ad\u202a-\u202e\u2066-\u2069"
_BEGINS: Final = f"[{_UNSEEN}]*[{_RISKY}]"
_FORMULA: Final = re.compile(_BEGINS)
_NEEDS_GUARD: Final = re.compile(f"(?:{_BEGINS}|'+(?:{_BEGINS}|[0-9]))")
_GUARDED: Final = re.compile(f"'+(?:{_BEGINS}|[0-9])")

MISSING: Final = words_of(
    "fnu|lnu|nfn|nln|n/a|n.a.|#n/a|unknown|unk|not known|not available|not given|no name"
    "|first name unknown|last name unknown|none|null|(null)|(none)|tbd|tba|xxx|xxxx"
    "|inconnu|inconnue|néant|unbekannt|k.a.|نامعلوم|نا معلوم|ندارد|ناشناس|غير معروف|مجهول"
    "|لا يوجد|نشته|неизвестно|неизвестен|неизвестна|н/д|невідомо|bilinmiyor|desconocido|desconocida"
    "|không rõ|không có"
)
_LONGEST_EXCUSE: Final = max(map(len, MISSING))

_YES: Final = words_of(
    "true|yes|y|1|x|✓|✔|بله|بلی|هو|نعم|ja|j|oui|o|vrai|wahr|да|так|evet|sí|si|có"
)
_NO: Final = words_of("false|no|n|0|-|نه|خیر|نخیر|لا|nein|non|faux|falsch|нет|ні|không")


def latin_digits(text: str) -> str:
    """Return ``text`` with Arabic and Persian digits as 0 to 9."""
    return text if text.isascii() else text.translate(_DIGITS)


def begins_a_formula(text: str) -> bool:
    """Return whether a program may take ``text``, as it stands in a cell, for a formula."""
    return _FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """Return ``text`` so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if _NEEDS_GUARD.match(text) else text


def unguarded(text: str) -> str:
    """Return ``text`` without the guard of a formula, or of a date or number typed as text.

    An apostrophe before a letter is part of a name and stays. ``="0701"`` is how programs keep a
    zero in CSV.
    """
    if text[:2] == '="' and text[-1:] == '"':
        return text[2:-1]
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def plain(text: str) -> str:
    """Return what the cell says: no guard, no outer blanks, inner runs of blanks as one."""
    if text[:1] in {"'", "="}:
        text = unguarded(text)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(text.replace("\ufeff", "").split())


def is_missing(text: str) -> bool:
    """Tell whether a plain text only says that nothing is known."""
    if len(text) > _LONGEST_EXCUSE:
        return False
    if text.isalnum():
        return text.isalpha() and text.casefold() in MISSING
    return text.casefold() in MISSING or not any(map(str.isalnum, text))


def yes_or_no(text: str) -> bool | None:
    """Return what a plain text answers, nothing being no; ``None`` when it is no answer."""
    word = text.casefold()
    if word in _YES:
        return True
    return False if word in _NO or is_missing(text) else None


def folded(text: str) -> str:
    """Return ``text`` for comparing words: one form per letter, no marks, single blanks.

    Arabic and Persian letters that look alike become one; underscores and punctuation, blanks.
    """
    if text.isascii():
        return _BETWEEN_WORDS.sub(" ", text.lower().replace("'", "")).strip()
    text = unicodedata.normalize("NFKD", text.casefold()).translate(_SAME)
    kept = "".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return " ".join(kept.split())


def spelled(cell: object) -> str:
    """Return the text of a workbook's cell; raise nothing.

    A whole number has no decimal point (ids come as 12345.0) and zero no sign; a date at midnight
    has no time.
    """
    if isinstance(cell, float):
        return f"{cell + 0.0:.0f}" if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        midnight = cell.hour == cell.minute == cell.second == cell.microsecond == 0
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
