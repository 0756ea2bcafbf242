"""What the columns of a list are taken for, and what is asked."""

import pytest

from muster.adapters.formats.dates import Order
from muster.adapters.formats.further_words import LANGUAGES as FURTHER
from muster.adapters.formats.header_words import LANGUAGES
from muster.adapters.formats.headers import is_refused, meaning, order_hint
from muster.adapters.formats.heading import heading
from muster.adapters.formats.mapping import Calendar, Families, Mapping, check
from muster.adapters.formats.problems import ColumnRefused, MappingMisfit, NameUnmapped
from muster.adapters.formats.proposal import Asked, Proposal, Why, propose
from muster.adapters.formats.tables import table
from muster.adapters.formats.tags import tag_meaning
from muster.adapters.formats.targets import Target
from muster.ground.people.document import DocumentType
from tests.formats.lists import HEADER, as_csv, people, table_here


def targets(header: list[str], rows: list[list[str]] | None = None) -> list[Target | None]:
    """What each column of a list is taken for."""
    proposal = propose(table(header, rows or [[""] * len(header)]))
    by_column = {one.column: one.target for one in proposal.mapping.fields}
    return [by_column.get(column) for column in range(len(header))]


def asked(proposal: Proposal) -> list[Asked]:
    """The codes of the questions."""
    return [one.code for one in proposal.questions]


def test_a_whole_list_in_english() -> None:
    proposal = propose(table_here(as_csv([HEADER, *people(50)])))
    assert [one.target for one in proposal.mapping.fields] == [
        Target.PARTY,
        Target.GIVEN_NAME,
        Target.FAMILY_NAME,
        Target.FATHER_NAME,
        Target.SEX,
        Target.BIRTH_DATE,
        Target.CATEGORY,
        Target.DOCUMENT_TYPE,
        Target.DOCUMENT_NUMBER,
        Target.DOCUMENT_STATE,
        Target.DOCUMENT_EXPIRY,
        Target.PHONE,
        Target.MAIL,
        Target.NEEDS,
        Target.RELATION,
    ]
    assert proposal.mapping.families is Families.BY_NUMBER
    assert proposal.questions == ()
    assert proposal.confidence > 0.9


@pytest.mark.parametrize(
    "header",
    [
        ["Given name", "Surname", "Date of birth", "Sex", "Phone"],
        ["Vorname", "Nachname", "Geburtsdatum", "Geschlecht", "Telefon"],
        ["Prénom", "Nom de famille", "Date de naissance", "Sexe", "Téléphone"],
        ["الاسم الأول", "اسم العائلة", "تاريخ الميلاد", "الجنس", "رقم الهاتف"],
        ["نام", "تخلص", "تاریخ تولد", "جنسیت", "شماره تماس"],
        ["نوم", "کورنی نوم", "د زېږېدو نېټه", "جنسیت", "د ټیلیفون شمېره"],
        ["Имя", "Фамилия", "Дата рождения", "Пол", "Телефон"],
        ["Ім'я", "Прізвище", "Дата народження", "Стать", "Номер телефону"],
        ["Adı", "Soyadı", "Doğum Tarihi", "Cinsiyet", "Cep Telefonu"],
        ["Nombres", "Apellidos", "Fecha de nacimiento", "Sexo", "Teléfono"],
        ["Tên", "Họ", "Ngày sinh", "Giới tính", "Số điện thoại"],
    ],
    ids=["en", "de", "fr", "ar", "prs", "ps", "ru", "uk", "tr", "es", "vi"],
)
def test_headers_in_many_languages(header: list[str]) -> None:
    assert targets(header) == [
        Target.GIVEN_NAME,
        Target.FAMILY_NAME,
        Target.BIRTH_DATE,
        Target.SEX,
        Target.PHONE,
    ]


def test_no_header_word_means_two_things_in_one_language() -> None:
    for language in (*LANGUAGES, *FURTHER):
        words = [word for listed in language.values() for word in listed.split("|")]
        assert len(words) == len(set(words))


def test_a_vague_name_is_what_its_neighbours_leave_over() -> None:
    assert targets(["Name"]) == [Target.FULL_NAME]
    assert targets(["Name", "Surname"]) == [Target.GIVEN_NAME, Target.FAMILY_NAME]
    assert targets(["Name", "Vorname"]) == [Target.FAMILY_NAME, Target.GIVEN_NAME]
    assert targets(["Nom", "Prénom"]) == [Target.FAMILY_NAME, Target.GIVEN_NAME]
    assert targets(["Name", "Given name", "Family name"]) == [
        Target.FULL_NAME,
        Target.GIVEN_NAME,
        Target.FAMILY_NAME,
    ]


def test_headers_say_more_than_the_word() -> None:
    assert targets(["Full name *", "DOB (DD/MM/YYYY)", "Phone / تلفن", "Sex\n(M/F)"]) == [
        Target.FULL_NAME,
        Target.BIRTH_DATE,
        Target.PHONE,
        Target.SEX,
    ]


def test_a_column_named_for_one_document_is_that_document() -> None:
    found = meaning("Passport No.")
    assert found is not None
    assert (found.target, found.group) == (Target.DOCUMENT_NUMBER, DocumentType.PASSPORT)


def test_expiry_and_state_go_with_the_only_numbered_document() -> None:
    proposal = propose(
        table(["Name", "Passport no", "Expiry date", "Issuing country"], [["a"] * 4])
    )
    assert {one.group for one in proposal.mapping.fields[1:]} == {"passport"}


def test_several_phones_and_several_documents_are_all_taken() -> None:
    header = ["Name", "Phone 1", "Phone 2", "Document type 1", "Document type 2"]
    assert targets(header) == [
        Target.FULL_NAME,
        Target.PHONE,
        Target.PHONE,
        Target.DOCUMENT_TYPE,
        Target.DOCUMENT_TYPE,
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Religion",
        "Religion (optional)",
        "Ethnic group",
        "Ethnie",
        "Tribe / قوم",
        "مذهب",
        "الديانة",
        "Konfession",
        "Biometric ID",
        "Fingerprint taken?",
        "Национальность",
        "Етнічна належність / релігія",
        "Etnik köken",
        "Religión",
        "Dân tộc",
    ],
)
def test_ethnicity_religion_and_biometrics_have_no_target(header: str) -> None:
    assert is_refused(header)
    proposal = propose(table(["Name", header], [["Adela", "F"], ["Bero", "M"], ["Cilla", "F"]]))
    assert proposal.refused == (1,)
    with pytest.raises(ColumnRefused):
        check(proposal.mapping.taking(1, Target.CATEGORY), table(["Name", header], []))


@pytest.mark.parametrize("header", ["Grace period", "Sector", "Trace", "Place of birth"])
def test_words_that_only_contain_such_a_word_are_not_refused(header: str) -> None:
    assert not is_refused(header)


def test_a_header_of_a_hundred_columns_is_one_though_most_are_called_what_nobody_knows() -> None:
    header = ["Full name", "Date of birth", *(f"Question {number}" for number in range(98))]
    person = ["Anna Example", "31/05/1990", *("yes" for _ in range(98))]
    found = heading([(1, ["Desk 3"]), (2, header), (3, person), (4, person)])
    assert (found.line, found.columns[1].header) == (2, "Date of birth")


def test_a_wide_row_with_figures_is_no_header_though_two_of_its_words_are_known() -> None:
    person = ["Anna Example", "passport", "head", "1990", *(f"a{number}" for number in range(20))]
    other = ["Bo Example", "x", "y", "1991", *(f"b{number}" for number in range(20))]
    assert heading([(1, person), (2, other)]).line == 0


def test_running_numbers_and_remarks_are_left_alone() -> None:
    rows = [[str(number), "Adela", "x"] for number in range(1, 9)]
    assert targets(["No.", "Name", "Remarks"], rows) == [None, Target.FULL_NAME, None]


def test_values_speak_where_headers_do_not() -> None:
    rows = [
        [f"a{number}@example.org", f"+99912345{number}", "F", "wife", "passport", f"{day}/05/1990"]
        for number, day in enumerate(range(13, 23))
    ]
    header = ["Uno", "Dos", "Tres", "Cuatro", "Cinco", "Seis"]
    assert targets(header, rows) == [
        Target.MAIL,
        Target.PHONE,
        Target.SEX,
        Target.RELATION,
        Target.DOCUMENT_TYPE,
        Target.BIRTH_DATE,
    ]
    guesses = propose(table(header, rows)).guesses
    assert {one.why for one in guesses} == {Why.VALUES}
    assert max(one.confidence for one in guesses) < 0.9


def test_repeated_short_numbers_in_runs_are_family_numbers() -> None:
    rows = [[f"Adela {number}", f"F-{number // 3}"] for number in range(30)]
    assert targets(["Name", "Equis"], rows) == [Target.FULL_NAME, Target.PARTY]


def test_a_shared_surname_is_never_a_family_number() -> None:
    rows = [[f"Adela {number}", f"Anders{'abcdefghij'[number // 3]}"] for number in range(30)]
    assert targets(["Name", "Equis"], rows) == [Target.FULL_NAME, None]
    assert targets(["Name", "Family"], rows) == [Target.GIVEN_NAME, Target.FAMILY_NAME]
    assert propose(table(["Name", "Family"], rows)).mapping.families is Families.ALONE


def test_a_column_of_family_letters_is_asked_about() -> None:
    rows = [[f"Adela {number}", "abcdefghij"[number // 3]] for number in range(30)]
    proposal = propose(table(["Name", "Household"], rows))
    assert proposal.mapping.families is Families.ALONE
    (question,) = proposal.questions
    assert (question.code, question.column) == (Asked.FAMILIES, 1)


def test_the_order_of_dates_is_asked_when_no_value_settles_it() -> None:
    open_column = propose(table(["Name", "DOB"], [["Adela", "01/02/1990"], ["Bero", "03/04/1991"]]))
    assert asked(open_column) == [Asked.DATE_ORDER]
    assert open_column.questions[0].suggested == ""
    assert open_column.mapping.fields[1].order is Order.OPEN
    settled = propose(table(["Name", "DOB"], [["Adela", "01/02/1990"], ["Bero", "13/04/1991"]]))
    assert asked(settled) == []


def test_a_late_value_settles_a_long_column() -> None:
    rows = [["Adela", f"{day:02}/{month:02}/{year}"] for year in range(1930, 2015)
            for day in range(2, 12) for month in range(1, 13)]  # fmt: skip
    late = propose(table(["Name", "DOB"], [*rows, ["Bero", "05/31/1990"]]))
    assert late.mapping.fields[1].order is Order.MONTH_FIRST
    assert asked(propose(table(["Name", "DOB"], rows))) == [Asked.DATE_ORDER]


def test_a_header_that_states_the_form_settles_the_order() -> None:
    rows = [["Adela", "01/02/1990"]]
    for header, order in (
        ("DOB (MM/DD/YYYY)", Order.MONTH_FIRST),
        ("DOB dd.mm.yy", Order.DAY_FIRST),
        ("Geburtsdatum (TT.MM.JJJJ)", Order.DAY_FIRST),
        ("Date (jj/mm/aaaa)", Order.DAY_FIRST),
        ("Date of birth", None),
    ):
        assert order_hint(header) is order
    proposal = propose(table(["Name", "DOB (MM/DD/YYYY)"], rows))
    assert proposal.mapping.fields[1].order is Order.MONTH_FIRST
    assert asked(proposal) == []


def test_old_years_are_asked_once_for_the_column_with_a_suggestion() -> None:
    proposal = propose(table(["Name", "Year of birth"], [["Adela", "1365"], ["Bero", "1370"]]))
    assert asked(proposal) == [Asked.CALENDAR]
    assert proposal.questions[0].suggested == Calendar.SOLAR_HIJRI


def test_blank_rows_between_families_are_asked_about() -> None:
    rows = b"".join(f"Adela {n},1990\nBero {n},1991\n\n".encode() for n in range(5))
    proposal = propose(table_here(b"Name,Year of birth\n" + rows))
    assert asked(proposal) == [Asked.FAMILIES]
    assert proposal.mapping.families is Families.BY_BLANK_ROWS


def test_one_blank_row_in_a_long_list_parts_no_families() -> None:
    rows = b"".join(f"Adela {n},1990\n".encode() for n in range(100))
    proposal = propose(table_here(b"Name,Year of birth\n" + rows + b"\n" + rows))
    assert proposal.mapping.families is Families.ALONE


def test_a_list_without_a_name_asks_for_it_and_cannot_be_read() -> None:
    nameless = table(["Sex", "Age"], [["F", "30"]])
    proposal = propose(nameless)
    assert asked(proposal) == [Asked.NAME]
    assert proposal.confidence == 0
    with pytest.raises(NameUnmapped):
        check(proposal.mapping, nameless)


def test_a_guessed_encoding_is_asked_about() -> None:
    proposal = propose(table_here(as_csv([["نام"], ["زهرا"], ["کريم"]], encoding="cp1256")))
    assert Asked.ENCODING in asked(proposal)


def test_a_mapping_that_does_not_fit_is_refused_by_numbers_only() -> None:
    people_table = table(["Name", "Sex"], [["Adela", "F"]])
    mapping = propose(people_table).mapping
    for wrong in (mapping.taking(7, Target.AGE), mapping.taking(1, Target.FULL_NAME)):
        with pytest.raises(MappingMisfit):
            check(wrong, people_table)


def test_a_mapping_is_known_again_for_the_next_list_of_the_same_form() -> None:
    first, second = table(["Name", "DOB"], [["a", "b"]]), table(["NAME ", "dob"], [["c", "d"]])
    mapping = propose(first).mapping
    assert mapping.fits(second)
    assert not mapping.fits(table(["Name", "Sex"], []))
    assert not Mapping(()).fits(first)


def test_an_operator_can_change_every_part_of_a_mapping() -> None:
    mapping = propose(table(["Name", "DOB", "X"], [["a", "b", "c"]])).mapping
    changed = (
        mapping.taking(2, Target.PARTY).ordering(1, Order.MONTH_FIRST).dating(1, Calendar.GREGORIAN)
    )
    assert changed.column(Target.PARTY) == 2
    assert changed.families is Families.BY_NUMBER
    assert changed.fields[1].order is Order.MONTH_FIRST
    assert changed.fields[1].calendar is Calendar.GREGORIAN
    assert changed.taking(2, None).column(Target.PARTY) is None
    assert changed.parting(Families.ALONE).families is Families.ALONE


@pytest.mark.parametrize(
    ("tag", "target"),
    [
        ("#affected+name", Target.FULL_NAME),
        ("#affected +name +given", Target.GIVEN_NAME),
        ("#date+birth", Target.BIRTH_DATE),
        ("#adm1", Target.PLACE),
        ("#geo+name", Target.PLACE),
        ("#meta+id", Target.ROW_ID),
        ("#affected", None),
        ("#date+reported", None),
        ("#org", None),
        ("", None),
    ],
)
def test_hxl_tags_that_are_known_map_and_others_are_ignored(
    tag: str, target: Target | None
) -> None:
    found = tag_meaning(tag)
    assert (found.target if found else None) is target
