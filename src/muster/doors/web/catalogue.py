"""Catalogues: read from ``locale/*/django.po`` when the door opens, so that none is ever stale.

Django reads compiled catalogues only, and is silently English without one. Here the text that
translators edit is the one that is used; a language on the list without a catalogue stops the door.
"""

import re
import struct
from ast import literal_eval
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils.translation import to_locale, trans_real

from muster.doors.web.problems import CatalogueMissing, CatalogueUnreadable

FOLDER = Path(__file__).parent / "locale"
_MAGIC = 0x950412DE
_CONTEXT = "\x04"
_PLURAL = "\x00"
_CHARSET = "Content-Type: text/plain; charset=UTF-8\n"
_FILLED = re.compile(r"%\((\w+)\)s|\{(\w+)\}|([{}])")


def load() -> None:
    """Put the catalogue of every language of the settings in place, once for the process."""
    spoken = dict.fromkeys((*dict(settings.LANGUAGES), *settings.FAMILY_LANGUAGES))
    for language in spoken:
        path = FOLDER / to_locale(language) / "LC_MESSAGES" / "django.po"
        if not path.is_file():
            raise CatalogueMissing(language=language)
        put(language, read(path.read_text("utf-8"), language))


def put(language: str, said: dict[str, str]) -> None:
    """Lay ``said`` over what Django itself says in ``language``."""
    catalogue = GNUTranslations(BytesIO(compiled({"": _CHARSET} | said)))
    trans_real.translation(language).merge(catalogue)


def read(text: str, language: str = "") -> dict[str, str]:
    """Return what a catalogue says: keys and values as in a compiled one; empty values are left.

    Raises:
        CatalogueUnreadable: a line that is none of the format's, or a translation that wants a name
            to be filled in that its text does not have.
    """
    said: dict[str, str] = {}
    entry: dict[str, str] = {}
    part = ""
    for number, line in enumerate([*text.splitlines(), ""], 1):
        stripped = line.strip()
        if stripped.startswith("#"):
            continue
        if not stripped:
            if not _fits(entry):
                raise CatalogueUnreadable(language=language, line=number - 1)
            _keep(said, entry)
            entry, part = {}, ""
            continue
        word, quote, rest = stripped.partition('"')
        part = word.strip() or part
        if not quote or not rest.endswith('"') or not part.startswith("msg"):
            raise CatalogueUnreadable(language=language, line=number)
        entry[part] = entry.get(part, "") + cast("str", literal_eval(quote + rest))
    return said


def _fits(entry: dict[str, str]) -> bool:
    """Return whether translations ask for no more names than their text; a capital is no matter."""
    given = [_names(text) for part, text in entry.items() if part.startswith("msgid")]
    wanted = [_names(text) for part, text in entry.items() if part.startswith("msgstr")]
    return set().union(*wanted) <= set().union(*given)


def _names(text: str) -> set[str]:
    found = ("".join(one) for one in _FILLED.findall(text))
    return {one[:1].lower() + one[1:] for one in found}


def _keep(said: dict[str, str], entry: dict[str, str]) -> None:
    if "msgid" not in entry:
        return
    key = entry["msgid"]
    if "msgctxt" in entry:
        key = entry["msgctxt"] + _CONTEXT + key
    if "msgid_plural" in entry:
        key = key + _PLURAL + entry["msgid_plural"]
        forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr[")]
        value = _PLURAL.join(forms) if all(forms) else ""
    else:
        value = entry.get("msgstr", "")
    if value or not key:
        said[key] = value


def compiled(said: dict[str, str]) -> bytes:
    """Return ``said`` as a compiled catalogue (GNU gettext's ``.mo``)."""
    pairs = sorted((key.encode(), value.encode()) for key, value in said.items())
    keys, values = ([pair[side] + b"\0" for pair in pairs] for side in (0, 1))
    start = 28 + 16 * len(pairs)
    table, at = b"", start
    for texts in (keys, values):
        for one in texts:
            table += struct.pack("<II", len(one) - 1, at)
            at += len(one)
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + table + b"".join(keys) + b"".join(values)
