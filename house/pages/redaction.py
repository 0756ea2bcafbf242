"""``docs/format/redaction.md``: of every field of every fact, what an audit may keep of it."""

from collections.abc import Iterator

from house.pages.facts import kinds
from house.pages.table import page, table
from muster.ground.people.fact import Observation
from muster.ground.record.fact import kind
from muster.site.figures.redaction import fields_kept, subject_tagged

_OPENING = """\
What becomes of each field of each fact in an [audit bundle](bundle.md). An entry keeps the kind,
the subject (as it is, or a tag) and the later end of `observed`; `operator`, unless it is named
below, and the earlier end are dropped. Then follow the fields below that are not dropped, in this
order: *kept* as they are; *tagged*; *whether*: true if there is one (a text that is not empty),
else false; *groups*: of a rule version the array `[effective, version, [[category, group], ...]]`.
What is not in the allow-list of the program is dropped."""

_BEFORE = len(Observation.__struct_fields__)


def redaction() -> str:
    """Return the page."""
    rows = [row for one in kinds() if issubclass(one, Observation) for row in _rows(one)]
    return page("Redaction", _OPENING, table(("kind", "field", "becomes"), rows))


def _rows(one: type[Observation]) -> Iterator[tuple[str, str, str]]:
    kept = fields_kept(one)
    yield f"`{kind(one)}`", "subject", "tagged" if subject_tagged(one) else "kept"
    after = one.__struct_fields__[_BEFORE:]
    for name in (*(early for early in kept if early not in after), *after):
        yield "", f"`{name}`", kept[name].value if name in kept else "dropped"
