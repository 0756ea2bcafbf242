"""Synthetic people: parties with heads, children, names, documents and the usual defects.

Nobody here exists. What is drawn comes from the scenario (sizes, shares, rates) and from the tables
of names; everything that is drawn often is drawn in bulk. Phone numbers carry a prefix that no
network uses, document numbers begin with a letter that no state issues.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from muster.doors.drill.moves import Claimant, ClaimedParty
from muster.doors.drill.names import Spelled, name_set
from muster.doors.drill.scenario import CategoryEntry, Flow, Phase, Scenario
from muster.doors.drill.seed import Streams, endless, yes
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, Evidence
from muster.ground.people.kin import Relation
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex

T = TypeVar("T")

_ADULT = 18
_DAYS = tuple(
    f"-{month:02d}-{day:02d}"
    for month in range(1, 13)
    for day in range(1, 29)
    if (month, day) != (1, 1)
)
_PHONES = range(10_000_000)
_PAPER_NUMBERS = range(100_000_000)
_LONE_CHILD = (9, 17)
_INFANT = 2
_EXPECTING = range(_ADULT, 46)
_GROWN = ((Relation.SIBLING, 18, 40), (Relation.PARENT, 48, 84), (Relation.OTHER_KIN, 18, 60))


class Population:
    """Makes parties; people and parties are numbered in the order in which they are made."""

    def __init__(self, scenario: Scenario, streams: Streams) -> None:
        self._entries = {one.id: one for one in scenario.categories}
        self._year = scenario.operation.begins.year
        self._phone_prefix = scenario.people.phone_prefix
        self.people = 0
        self.parties = 0
        self._draws = _Draws(scenario, streams)

    def fill(self, souls: int, categories: Iterator[str], *, alone: int = 0) -> list[ClaimedParty]:
        """Return parties of ``souls`` people in all, ``alone`` of them unaccompanied children."""
        made = [self.child_alone(next(categories)) for _ in range(alone)]
        left = souls - alone
        while left > 0:
            size = min(next(self._draws.size), left)
            made.append(self.party(next(categories), size))
            left -= size
        return made

    def party(self, category: str, size: int) -> ClaimedParty:
        """Return one party of ``size`` people of ``category``."""
        draws, entry = self._draws, self._entries[category]
        family = next(draws.family)
        age = next(draws.head_age)
        sex = next(draws.sex_alone if size == 1 else draws.sex_head)
        people = [self._person(entry, family, sex, age, Relation.HEAD)]
        if size > 1:
            spouse = Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
            people.append(self._person(entry, family, spouse, age - 3, Relation.SPOUSE))
            people.extend(self._kin(entry, family) for _ in range(size - 2))
        return self._told(category, people)

    def again(self, category: str, person: Claimant) -> ClaimedParty:
        """Return a second claim of ``person``, as a party of one under a number of its own."""
        number, self.people = self.people, self.people + 1
        alone = replace(person, number=number, relation=Relation.HEAD, guarded=False)
        return self._told(category, [alone])

    def child_alone(self, category: str) -> ClaimedParty:
        """Return a party that is one unaccompanied child."""
        draws = self._draws
        age = next(draws.lone_age)
        entry, family = self._entries[category], next(draws.family)
        child = self._person(entry, family, next(draws.sex), age, Relation.HEAD)
        return self._told(category, [child])

    def _told(self, category: str, people: list[Claimant]) -> ClaimedParty:
        self.parties += 1
        draws = self._draws
        phone = self._phone_prefix and f"{self._phone_prefix}{next(draws.phone):07d}"
        return ClaimedParty(self.parties - 1, category, next(draws.language), phone, tuple(people))

    def _kin(self, entry: CategoryEntry, family: Spelled) -> Claimant:
        draws = self._draws
        sex = next(draws.sex)
        if next(draws.is_child):
            return self._person(entry, family, sex, next(draws.child_age), Relation.CHILD)
        relation, age = next(draws.grown)
        return self._person(entry, family, sex, age, relation)

    def _person(
        self, entry: CategoryEntry, family: Spelled, sex: Sex, age: int, relation: Relation
    ) -> Claimant:
        draws = self._draws
        child = age < _ADULT
        undefined = not entry.documented and next(draws.undefined)
        number = self.people
        self.people = number + 1
        return Claimant(
            number,
            draws.name(sex, family),
            sex,
            self._birth(age),
            relation,
            () if undefined else (self._document(entry),),
            undefined,
            self._needs(age, sex),
            child,
            child and relation is not Relation.HEAD,
        )

    def _birth(self, age: int) -> Birth:
        draws = self._draws
        if next(draws.january):
            return Birth.in_year(self._year - age)
        return Birth.on(f"{self._year - age}{next(draws.day)}")

    def _document(self, entry: CategoryEntry) -> Document:
        draws = self._draws
        paper = next(draws.paper[entry.id])
        number = "" if next(draws.no_number) else f"Z{next(draws.paper_number):08d}"
        return Document(paper.type, number, Evidence.CLAIMED, paper.state)

    def _needs(self, age: int, sex: Sex) -> tuple[Need, ...]:
        needs = next(self._draws.needs)
        if age < _INFANT:
            return (Need.INFANT,)
        expecting = sex is Sex.FEMALE and age in _EXPECTING
        return () if Need.PREGNANT in needs and not expecting else needs


class _Draws:
    """Every endless draw that a population needs, each from its own stream."""

    def __init__(self, scenario: Scenario, streams: Streams) -> None:
        self._streams = streams
        people = scenario.people
        self._numbers(scenario)
        sizes = people.family_sizes
        self.size = self._endless("sizes", range(1, len(sizes) + 1), sizes)
        self.language = self._endless(
            "languages", list(people.languages), list(people.languages.values())
        )
        self.is_child = self._yes("children", _child_share(scenario))
        self.sex = self._endless("sex", (Sex.FEMALE, Sex.MALE))
        self.sex_head = self._endless("sex-head", (Sex.FEMALE, Sex.MALE), (1, 5))
        self.sex_alone = self._endless(
            "sex-alone", (Sex.FEMALE, Sex.MALE), (100 - people.men_alone, people.men_alone)
        )
        self._ages()
        self._names(scenario)
        ill = sum(people.needs.values())
        self.needs = self._endless(
            "needs", [(), *((need,) for need in people.needs)], [100 - ill, *people.needs.values()]
        )

    def name(self, sex: Sex, family: Spelled) -> Name:
        """Return a name in Latin spelling with the native one beside it."""
        native, latin = next(self._given_male if sex is Sex.MALE else self._given_female)
        father = next(self._father)
        last = family.latin[next(self._spelling) % len(family.latin)]
        if next(self._no_given):
            return Name(last, "", last, father, self._also(family.native))
        if next(self._no_family):
            return Name(latin, latin, "", father, self._also(native))
        also = self._also(f"{native} {family.native}")
        return Name(f"{latin} {last}", latin, last, father, also)

    def _also(self, native: str) -> tuple[str, ...]:
        return (native,) if self._two_scripts else ()

    def _numbers(self, scenario: Scenario) -> None:
        defects = scenario.people.defects
        self.january = self._yes("1-january", defects.born_1_january)
        self.no_number = self._yes("no-number", defects.no_document_number)
        self.undefined = self._yes("undefined", _undefined_share(scenario))
        self.day = self._endless("birthday", _DAYS)
        self.phone = self._endless("phone", _PHONES)
        self.paper_number = self._endless("paper-number", _PAPER_NUMBERS)
        self.paper = {
            one.id: self._endless(
                f"paper/{one.id}", one.papers, [paper.weight for paper in one.papers]
            )
            for one in scenario.categories
        }

    def _ages(self) -> None:
        self.head_age = self._endless("head-age", range(21, 64))
        self.child_age = self._endless("child-age", range(_ADULT), range(2 * _ADULT, _ADULT, -1))
        self.lone_age = self._endless("lone-age", range(*_LONE_CHILD))
        grown = [(relation, age) for relation, low, high in _GROWN for age in range(low, high)]
        self.grown = self._endless("grown", grown)

    def _names(self, scenario: Scenario) -> None:
        names, defects = name_set(scenario.people.names), scenario.people.defects
        self._two_scripts = names.script != "Latn"
        self._given_male = self._spelled("given-male", names.male)
        self._given_female = self._spelled("given-female", names.female)
        fathers = [(one.latin[0], one.weight) for one in names.male]
        self._father = self._endless("father", *zip(*fathers, strict=True))
        self.family = self._endless("family", names.family, [one.weight for one in names.family])
        self._spelling = self._endless("spelling", (0, 1, 2, 3), (70, 20, 7, 3))
        self._no_given = self._yes("no-given", defects.no_given_name)
        self._no_family = self._yes("no-family", defects.no_family_name)

    def _spelled(self, stream: str, names: Sequence[Spelled]) -> Iterator[tuple[str, str]]:
        rows = [(one.native, latin) for one in names for latin in one.latin]
        weights = [one.weight / len(one.latin) for one in names for _ in one.latin]
        return self._endless(stream, rows, weights)

    def _yes(self, stream: str, percent: float) -> Iterator[bool]:
        return yes(self._streams.named(f"people/{stream}"), percent)

    def _endless(
        self, stream: str, values: Sequence[T], weights: Sequence[float] | None = None
    ) -> Iterator[T]:
        return endless(self._streams.named(f"people/{stream}"), values, weights)


def _child_share(scenario: Scenario) -> float:
    """Return how many percent of the people beyond head and spouse are to be children."""
    sizes = list(enumerate(scenario.people.family_sizes, start=1))
    everybody = sum(size * weight for size, weight in sizes)
    beyond = sum((size - 2) * weight for size, weight in sizes if size > 2)  # noqa: PLR2004
    return min(100.0, scenario.people.children * everybody / beyond) if beyond else 0.0


def _undefined_share(scenario: Scenario) -> float:
    """Return the rate among people who may carry a paper of undefined type.

    The published rate is of everybody; who is ``documented`` carries none.
    """
    shares = [(flow.souls, documented_share(scenario, flow)) for flow in scenario.flows]
    souls = sum(count for count, _ in shares) or 1
    documented = sum(count * share for count, share in shares) / souls
    return min(100.0, scenario.people.defects.undefined_document / max(1.0 - documented, 0.01))


def documented_share(scenario: Scenario, flow: Flow) -> float:
    """Return the share of ``documented`` categories among the people of a flow, 0 to 1."""
    shares = phase_of(scenario, flow.carrier, flow.day).shares
    documented = sum(weight for one, weight in shares.items() if scenario.category(one).documented)
    return documented / (sum(shares.values()) or 1.0)


def phase_of(scenario: Scenario, carrier: str, day: date) -> Phase:
    """Return who leaves with ``carrier`` on the reporting day ``day``: the first that covers it."""
    phases = [one for one in scenario.phases if one.carrier == carrier]
    return next((one for one in phases if day <= one.until.date()), phases[-1])
