"""Text from the record, made harmless for a terminal, a page or a picture."""

import html

_JOINERS = "\u200c\u200d"  # Persian and Pashto words need them


def clean(text: str) -> str:
    """Return ``text`` without characters that steer a terminal or turn the order of letters."""
    return "".join(one if one.isprintable() or one in _JOINERS else " " for one in text)


def escape(text: str) -> str:
    """Return clean ``text`` for a page or picture, also inside an attribute."""
    return html.escape(clean(text))
