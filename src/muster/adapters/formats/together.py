"""Put together what the columns of a frame say of its people, field by field of a claim.

A list has a hundred thousand rows and some twenty fields: what is done once for each cell of each
row is most of the time of an import. So every field is a list over the rows of the frame, built in
one go, and a claim is made only when all of its fields are known.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, repeat
from typing import Any, Final

import msgspec

from muster.adapters.formats.answers import Answers
from muster.adapters.formats.claims import ClaimRow, Code
from muster.adapters.formats.contacts import lacks_prefix
from muster.adapters.formats.fields import Born
from muster.adapters.formats.keys import RowKeys
from muster.adapters.formats.names import assembled
from muster.adapters.formats.papers import with_zone
from muster.adapters.formats.targets import Target
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document
from muster.ground.people.kin import Relation
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex

_UNBORN: Final[Born] = (None, ())
_NOBODY: Final = ("", "", "")


class Fields(msgspec.Struct, frozen=True):
    """The fields of claims, each over the same rows; ``cells`` are what their keys are made of.

    A party is ``None`` where the row belongs to somebody and nobody can tell to whom.
    """

    lines: Sequence[int]
    cells: Sequence[tuple[str, ...]]
    names: Sequence[Name | None]
    parties: Sequence[str | None]
    sexes: Sequence[Sex]
    births: Sequence[Birth | None]
    categories: Sequence[str]
    documents: Sequence[tuple[Document, ...]]
    needs: Sequence[tuple[Need, ...]]
    phones: Sequence[tuple[str, ...]]
    mails: Sequence[tuple[str, ...]]
    relations: Sequence[Relation | None]
    heads: Sequence[bool]
    places: Sequence[str]
    row_ids: Sequence[str]
    flags: list[tuple[str, ...]]

    def only(self, fit: Sequence[bool]) -> "Fields":
        """Return the fields of the rows that are fit."""
        return Fields(*(list(compress(one, fit)) for one in msgspec.structs.astuple(self)))

    def identified(self, at: int) -> bool:
        """Tell whether a row says by a number whom it means."""
        papers = self.documents[at]
        return bool(self.row_ids[at] or (papers and papers[-1].number))


def fields(answers: Answers, keyed: Sequence[int], parties: Sequence[str | None]) -> Fields:
    """Return the fields of a frame; ``keyed`` are the columns that a row's key is made of."""
    births, done = _births(answers)
    return Fields(
        answers.lines,
        list(zip(*(answers.columns[at] for at in keyed), strict=True)),
        _names(answers),
        parties,
        _sexes(answers),
        births,
        answers.of(Target.CATEGORY, ""),
        _documents(answers),
        answers.of(Target.NEEDS, ()),
        answers.of(Target.PHONE, ()),
        answers.of(Target.MAIL, ()),
        answers.of(Target.RELATION, Relation.UNKNOWN),
        answers.of(Target.HEAD, neutral=False),
        answers.of(Target.PLACE, ""),
        answers.of(Target.ROW_ID, ""),
        done,
    )


def claims(told: Fields, keys: RowKeys) -> Iterator[ClaimRow]:
    """Return the claims that the fields make; every row has a name."""
    made, repeated = keys.keys(told.cells, told.identified)
    _flag(told, (at for at, one in enumerate(told.parties) if one is None), Code.PARTY_UNCLEAR)
    _flag(told, repeated, Code.ROW_REPEATED)
    _flag(told, _without_prefix(told.phones), Code.PHONE_NO_PREFIX)
    heads = zip(told.heads, told.relations, strict=True)
    return map(
        ClaimRow,
        told.lines,
        made,
        told.names,
        [party or "" for party in told.parties],
        told.sexes,
        told.births,
        told.categories,
        told.documents,
        told.needs,
        told.phones,
        told.mails,
        [relation or Relation.UNKNOWN for relation in told.relations],
        [head or relation is Relation.HEAD for head, relation in heads],
        told.places,
        told.row_ids,
        repeat(""),
        told.flags,
    )


def _without_prefix(phones: Sequence[tuple[str, ...]]) -> list[int]:
    """Return the rows with a number whose country is open, each once."""
    found = (at for at, few in enumerate(phones) for one in few if lacks_prefix(one))
    return list(dict.fromkeys(found))


def _flag(told: Fields, rows: Iterable[int], code: Code) -> None:
    for at in rows:
        told.flags[at] = (*told.flags[at], code)


def _names(answers: Answers) -> list[Name | None]:
    names = map(
        assembled,
        answers.of(Target.FULL_NAME, _NOBODY),
        answers.of(Target.GIVEN_NAME, ""),
        answers.of(Target.FAMILY_NAME, ""),
        answers.of(Target.FATHER_NAME, ""),
        answers.of(Target.OTHER_NAME, ()),
    )
    if not answers.has(Target.MRZ):
        return list(names)
    zones = answers.of(Target.MRZ, ())
    return [name or (zone[0].name if zone else None)
            for name, zone in zip(names, zones, strict=True)]  # fmt: skip


def _sexes(answers: Answers) -> list[Sex]:
    sexes = answers.of(Target.SEX, Sex.UNSTATED)
    if not answers.has(Target.MRZ):
        return sexes
    zones = answers.of(Target.MRZ, ())
    return [sex or (zone[0].sex if zone else Sex.UNSTATED)
            for sex, zone in zip(sexes, zones, strict=True)]  # fmt: skip


def _documents(answers: Answers) -> list[tuple[Document, ...]]:
    documents = answers.of(Target.DOCUMENT_TYPE, ())
    if not answers.has(Target.MRZ):
        return documents
    return list(map(with_zone, documents, answers.of(Target.MRZ, ())))


def _births(answers: Answers) -> tuple[list[Birth | None], list[tuple[str, ...]]]:
    """Return each row's birth and what was done to read it: see ``_born``."""
    said = [one for one in (Target.BIRTH_DATE, Target.BIRTH_YEAR, Target.AGE) if answers.has(one)]
    columns: list[list[Born]] = [answers.of(one, _UNBORN) for one in said]
    born: Iterable[Born]
    if answers.has(Target.MRZ):
        born = map(_born, answers.of(Target.MRZ, ()), *columns)
    elif len(columns) == 1:
        born = columns[0]
    else:
        born = map(_born, repeat((), len(answers.lines)), *columns)
    births: list[Any] = []
    done: list[Any] = []
    for birth, flags in born:
        births.append(birth)
        done.append(flags)
    return births, done


def _born(zone: tuple[Any, ...], *said: Born) -> Born:
    """Return the birth in a row's zone, else its date, else its year, else its age.

    A zone whose digit fits is believed before the column: only it can say 1 January (R25).
    """
    if zone and zone[0].birth:
        return zone[0].birth, ()
    return next((one for one in said if one[0]), said[-1] if said else _UNBORN)
