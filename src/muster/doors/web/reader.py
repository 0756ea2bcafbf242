"""The voice of whoever reads: Django's language of this request, for all that rooms say."""

from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from muster.ground.people.saying import Voice


class Reader:
    """Asks Django for each word; one for all requests, since Django knows which it is in."""

    @property
    def language(self) -> str:
        """Return the tag of the reader's language."""
        return get_language() or "en"

    @property
    def leftward(self) -> bool:
        """Return whether the reader's language is written from right to left."""
        return get_language_bidi()

    def gettext(self, text: str, /) -> str:
        """Return ``text`` in the reader's language."""
        return gettext(text)

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        """Return the form of the reader's language for ``n`` things."""
        return ngettext(one, many, n)


READER: Voice = Reader()
