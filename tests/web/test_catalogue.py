"""Every word on a screen comes from the catalogue; none is missing from it silently."""

import ast
import json
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from muster.adapters.formats.report import daily, journey, page, plain, stock
from muster.doors.web import catalogue, scanning_words, served, words
from muster.doors.web.happened import TURNS
from muster.doors.web.problems import CatalogueMissing, CatalogueUnreadable
from muster.doors.web.telling import UNTOLD
from muster.ground.people.document import DocumentType
from muster.ground.people.ids import spell
from muster.ground.record.fact import kind
from muster.journey.arrival.facts import Presence
from muster.journey.figures.figure import ReasonCode
from muster.journey.figures.persons import CLOSING, NO_CATEGORY
from muster.journey.figures.spoken import spoken_name
from muster.journey.gate.outcomes import Doubt, Refusal
from muster.journey.gate.state import Way
from muster.journey.passes.wrong import Unjudged, Wrong
from muster.site.access.guessed import Guess
from muster.site.incident import incidents
from muster.site.record.kinds import PERSON_TABLES
from muster.site.rights import Right, Role
from muster.site.secrecy.exposed import Sighting
from tests.figures.operation import GROUPS
from tests.figures.operation import Operation as Counted
from tests.reports.evacuation import evacuation
from tests.reports.nowhere import Nowhere, pseudo
from tests.web import strings
from tests.web.operation import Operation
from tests.web.test_road import agreed, way
from tests.web.visitor import Visitor

PSEUDO = "eo"  # any language that Django knows and we do not speak
ID = re.compile(r"[0-9a-hjkmnp-tv-z]{6}")


class Seen(HTMLParser):
    """Collects what a reader is shown or told, but for data: names, numbers, times, codes."""

    DATA = frozenset({"bdi", "code", "time", "data", "script", "style"})
    VOID = frozenset({"meta", "link", "input", "br", "rect", "line", "polygon"})
    TOLD = frozenset({"aria-label", "title", "alt", "placeholder", "data-label", "data-since"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[bool] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value or "" for name, value in attrs if name in self.TOLD and not self._in]
        if tag not in self.VOID:
            recorded = tag == "option" and ("translate", "no") in attrs
            self._open.append(tag in self.DATA or recorded)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A shape of a picture holds no text."""

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self._open.pop()

    @override
    def handle_data(self, data: str) -> None:
        if not self._in:
            self.texts.append(data)

    @property
    def _in(self) -> bool:
        return any(self._open)


def unmarked(text: str) -> str:
    """Return ``text`` without what is marked; a saying within a saying is marked within a mark."""
    inner = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return inner if inner == text else unmarked(inner)


def untranslated(page: str) -> set[str]:
    seen = Seen()
    seen.feed(page)
    bare = (unmarked(text.replace("· Muster", "")).strip() for text in seen.texts)
    return {text for text in bare if re.search(r"[^\W\d_]{2,}", text) and not ID.fullmatch(text)}


@pytest.fixture
def nowhere(address: str) -> Iterator[Visitor]:
    """Somebody who reads a language made of marks."""
    languages = [("en", "English"), (PSEUDO, "Nowhere")]
    said = {"\0".join(one): "\0".join(pseudo(text) for text in one) for one in strings.messages()}
    with override_settings(LANGUAGES=languages):
        catalogue.put(PSEUDO, said)
        visitor = Visitor(address)
        visitor.language = PSEUDO
        visitor.sign_in("The lead")
        yield visitor
    catalogue.load()


def happened(operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield every incident and warning with each step that can be taken."""
    site = operation.site
    for row in incidents.listed(site, site.lead):
        for turn in ("", *(f"/{name}" for name in TURNS)):
            yield spell(row.id), turn


def ways(operation: Operation) -> list[str]:
    person, lift = spell(operation.known), spell(operation.lifts[0])
    road = agreed(operation)
    return [
        *("/arrangements", "/disclosures", "/disclosures/report", way(road), way(road, "agree")),
        *(way(road, "breach"), way(road, "disclose"), way(road, "name")),
        *("/incidents", "/incidents/warn", "/incidents/gates", "/incidents/told"),
        *("/incidents/roll", f"/incidents/gate/{spell(operation.gate)}/open"),
        f"/incidents/gate/{spell(operation.gate)}/shut",
        *(f"/incident/{one}{turn}" for one, turn in happened(operation)),
        *("/", "/people", "/lifts", "/report", "/operators", "/help", "/nowhere"),
        *("/scan/", "/scan/typed", "/people/pairs"),
        *("/timeline", "/timeline?hour=0", "/timeline?at=none"),
        *(f"/person/{person}", f"/person/{spell(operation.lost)}", f"/lift/{lift}"),
        *(f"/party/{spell(operation.parties[0])}", f"/lift/{spell(operation.lifts[3])}"),
        f"/person/{spell(bytes(16))}",
        *("/musters", f"/musters/{spell(operation.base)}", f"/lift/{lift}/settle"),
        f"/plan/lift/{spell(operation.lifts[3])}/seats",
        *("/closing", "/closing/people", "/closing/item", "/closing/print", "/closing/site"),
        *(f"/closing/item/{spell(operation.item)}", f"/closing/print/{spell(operation.sheet)}"),
        *(f"/closing/item/{spell(operation.item)}/exposed", "/closing/operation"),
        *(f"/closing/gate/{spell(operation.gate)}", f"/closing/gate/{spell(bytes(16))}"),
        *("/sites", f"/sites/{spell(operation.site.keys.site)}/exposed"),
    ]


def test_no_visible_word_escapes_translation(nowhere: Visitor, operation: Operation) -> None:
    nowhere.post("/people", {"words": "Amina Testany"})
    pages = {way: nowhere.get(way).text for way in ways(operation)}
    assert all("⟦" in page for page in pages.values())
    assert {way: found for way, page in pages.items() if (found := untranslated(page))} == {}


def test_every_word_that_the_scan_page_says_by_itself_is_translated(nowhere: Visitor) -> None:
    found = re.search(r'<script id="words"[^>]*>(.*?)</script>', nowhere.get("/scan/").text)
    assert found is not None
    tables: dict[str, dict[str, str]] = json.loads(found[1])
    assert {one.value for one in (*Refusal, *Doubt, *Wrong, *Unjudged)} <= set(tables["reasons"])
    plain = {code for it in tables.values() for code, text in it.items() if unmarked(text).strip()}
    assert plain == set()


def test_every_word_that_the_script_asks_for_is_there() -> None:
    tables = scanning_words.words()
    asked = {
        found
        for file in (served.OURS / "scan").glob("*.js")
        for found in re.findall(r'say\("(\w+)", "([\w.-]+)"', file.read_text("utf-8"))
    }
    assert len(asked) > 15
    assert [(table, code) for table, code in sorted(asked) if code not in tables[table]] == []


def test_what_forms_say_when_they_are_wrong_is_translated(nowhere: Visitor) -> None:
    answers = [
        nowhere.post("/operators", {}),
        nowhere.post("/sign-in/own/pin", {"pin": "x", "new": "a", "again": "b"}),
        nowhere.post("/operators", {"name": "The lead", "roles": "lead"}),
        nowhere.post("/sign-in", {"name": "", "pin": ""}),
        nowhere.post("/closing/item", {}),
        nowhere.post("/closing/print", {"expires": "soon", "souls": "many"}),
        nowhere.post("/closing/operation", {}),
        nowhere.post("/closing/site", {}),
        nowhere.post("/sign-in", {"name": "Nobody", "pin": "whatever"}),
    ]
    assert [one.status for one in answers] == [422] * 7 + [409, 401]
    assert [untranslated(one.text) for one in answers] == [set()] * 9


def test_a_page_says_its_language(nowhere: Visitor, stranger: Visitor) -> None:
    assert f'<html lang="{PSEUDO}" dir="ltr"' in nowhere.get("/help").text
    assert '<html lang="en" dir="ltr"' in stranger.get("/help").text


def test_an_untranslated_word_would_be_seen() -> None:
    page = '<p>⟦Öüt⟧ <bdi>Amina</bdi> 12</p><p aria-label="⟦À⟧">Plain</p><b title="Told">⟦À⟧</b>'
    page += '<p>⟦À ⟦à⟧ Camp Lily⟧ or</p><p><span lang="en">Not said</span></p>'
    assert untranslated(page) == {"Plain", "Told", "or", "Not said"}


def test_the_english_catalogue_holds_exactly_what_is_said() -> None:
    written = strings.ENGLISH.read_text("utf-8")
    assert written == strings.catalogue(), "run python -m tests.web.strings"


def test_everything_that_a_paper_says_is_in_the_catalogue() -> None:
    voice = Nowhere()
    for report in (evacuation().report(), Counted().report()):
        for paper in (page, plain, daily, journey, stock):
            paper(report, voice)
    groups = {spoken_name(group).template for _, group in GROUPS} | {"US service"}
    assert len(voice.asked) > 100
    assert voice.asked - {(group,) for group in groups} - set(strings.messages()) == set()


@pytest.mark.parametrize("code", [*CLOSING, *Way, NO_CATEGORY])
def test_a_code_that_stands_in_a_sentence_has_its_words_in_the_catalogue(code: str) -> None:
    assert (spoken_name(code).template,) in strings.messages()


def test_a_template_that_is_no_literal_is_refused() -> None:
    counted = ast.parse('counted(n, "{n} lift", "{n} lifts", n=3)')
    assert list(strings.templates(counted, "here")) == [("{n} lift", "{n} lifts")]
    for code in ("say(text)", 'say(f"{n} lifts")', 'say("a" if n else "b")', "counted(n, one, x)"):
        with pytest.raises(AssertionError, match="here:1"):
            list(strings.templates(ast.parse(code), "here"))


def test_a_language_without_a_catalogue_stops_the_door() -> None:
    languages = [("en", "English"), ("sv", "Swedish")]
    with override_settings(LANGUAGES=languages), pytest.raises(CatalogueMissing) as caught:
        catalogue.load()
    catalogue.load()
    assert caught.value.facts == {"language": "sv"}


@pytest.mark.parametrize("line", ["msgid Out", 'msgid "Out', '"Out"', "hello", 'msgstr "a" "b" c'])
def test_a_catalogue_that_cannot_be_read_says_where(line: str) -> None:
    with pytest.raises(CatalogueUnreadable) as caught:
        catalogue.read(f'msgid "a"\nmsgstr "b"\n\n{line}\n', "uk")
    assert caught.value.facts == {"language": "uk", "line": 4}


@pytest.mark.parametrize("told", ["{lifts} {place}", "{lifts", "%(n)s {lifts}", "{lifts.n}", "{0}"])
def test_a_translation_that_cannot_be_filled_is_refused(told: str) -> None:
    with pytest.raises(CatalogueUnreadable) as caught:
        catalogue.read(f'msgid "On {{lifts}}."\nmsgstr "{told}"\n', "uk")
    assert caught.value.facts == {"language": "uk", "line": 2}


def test_a_translation_may_leave_a_name_out_or_begin_with_it() -> None:
    text = 'msgid "On {lifts}."\nmsgstr "{Lifts}!"\n\nmsgid "{n} lift"\nmsgid_plural "{n} lifts"\n'
    read = catalogue.read(text + 'msgstr[0] "ein Flug"\nmsgstr[1] "{n} Flüge"\n')
    assert read == {"On {lifts}.": "{Lifts}!", "{n} lift\0{n} lifts": "ein Flug\0{n} Flüge"}


@given(st.dictionaries(st.text(min_size=1).filter(lambda one: "\0" not in one), st.text()))
def test_a_compiled_catalogue_says_what_was_put_in(said: dict[str, str]) -> None:
    kept = {key: value.replace("\0", "") for key, value in said.items()}
    head = "Content-Type: text/plain; charset=UTF-8\n"
    read = GNUTranslations(BytesIO(catalogue.compiled({"": head, **kept})))
    assert all(read.gettext(key) == value for key, value in kept.items())


def test_plurals_and_contexts_are_read_as_gettext_compiles_them() -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '# a note\n#, python-format\nmsgctxt "sea"\nmsgid "lift"\nmsgstr "Schiff"\n\n'
        'msgid "%(n)s lift"\nmsgid_plural "%(n)s "\n"lifts"\n'
        'msgstr[0] "%(n)s Flug"\nmsgstr[1] "%(n)s Flüge"\n\nmsgid "open"\nmsgstr ""\n'
    )
    read = GNUTranslations(BytesIO(catalogue.compiled(catalogue.read(text))))
    assert read.pgettext("sea", "lift") == "Schiff"
    assert read.ngettext("%(n)s lift", "%(n)s lifts", 2) == "%(n)s Flüge"
    assert read.gettext("open") == "open"


def test_every_kind_of_fact_about_a_person_has_a_word_for_itself_and_its_fields() -> None:
    kinds = [one for table in PERSON_TABLES for one in table.kinds]
    assert len(kinds) > 20
    assert {kind(one) for one in kinds} <= words.KINDS.keys()
    fields = {name for one in kinds for name in one.__struct_fields__}
    assert fields - UNTOLD <= words.FIELDS.keys()


def test_every_code_that_a_screen_shows_has_a_word() -> None:
    assert {one.value for one in Right} <= set(words.RIGHTS)
    assert {one.value for one in Guess} == set(words.GUESSES)
    assert {one.value for one in Role} == set(words.ROLES)
    assert {one.value for one in ReasonCode} == set(words.REASONS)
    assert {one.value for one in Presence} <= words.VALUES.keys()
    assert {one.value for one in DocumentType} <= words.VALUES.keys()
    assert {one.value for one in Sighting} == set(words.SIGHTINGS)
