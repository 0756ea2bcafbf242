"""A name, exactly as it was given."""

import msgspec


class Name(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a person is called, per claim, in the script it was given in.

    ``full`` is always there; one name only is normal and stands in ``full`` alone, never repeated.
    Nothing is normalised here: forms and keys for matching are derived and disposable.
    """

    full: str
    given: str = ""
    family: str = ""
    father: str = ""
    other: tuple[str, ...] = ()


def named(given: str, family: str, father: str = "", other: tuple[str, ...] = ()) -> Name:
    """Return the name whose full form is given and family name, as far as there are any."""
    return Name(" ".join(part for part in (given, family) if part), given, family, father, other)
