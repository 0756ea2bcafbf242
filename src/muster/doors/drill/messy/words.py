"""The words of headers and cells of lists, by language: those of senders, not of readers.

Several for one thing, because no two departments agree. Some are in no table of ours: whoever takes
such a list in has to say what the column means.
"""

# ruff: noqa: RUF001 -- Dari and Pashto

from typing import Final

from muster.ground.people.kin import Relation
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex

LANGUAGES: Final = ("en", "de", "fr", "prs", "ps")
NATIVE: Final = ("prs", "ps")

HEADERS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "name": "Full name|Name of person|PASSENGER NAME",
        "given-name": "Given name|First Name|Forenames",
        "family-name": "Surname|Last name|Family name",
        "father-name": "Father's name|Name of father|Father",
        "sex": "Sex|M/F|Gender",
        "birth": "DOB|Date of birth|Born on",
        "birth-year": "Year of birth|YOB",
        "category": "Category|Status we assume|Evacuee category",
        "document-type": "Document|ID type|Paper shown",
        "document-number": "Document no|ID number|Number on it",
        "document-state": "Issuing country|Country of issue",
        "phone": "Phone|Mobile|WhatsApp|Reachable at",
        "needs": "Special needs|Needs|Medical needs",
        "party": "Family no|Case number|HH ID",
        "relation": "Relation to head|Relationship",
        "row-id": "Ref|Registration no|Our reference",
        "idle": "Remarks|Comment",
        "number": "No|S/N",
    },
    "de": {
        "name": "Vor- und Nachname|Name, Vorname",
        "given-name": "Vorname|Rufname",
        "family-name": "Nachname|Familienname",
        "father-name": "Vatersname|Name des Vaters",
        "sex": "Geschlecht",
        "birth": "Geburtsdatum|Geb. am|geboren am",
        "birth-year": "Geburtsjahr",
        "category": "Kategorie|Personengruppe",
        "document-type": "Dokumentenart|Ausweisart",
        "document-number": "Dokumentennummer|Ausweis-Nr.|Nummer des Papiers",
        "document-state": "Ausstellender Staat|Ausstellungsland",
        "phone": "Telefon|Handynummer|erreichbar unter",
        "needs": "Besondere Bedürfnisse|Bedarf",
        "party": "Familiennummer|Fallnummer",
        "relation": "Verwandtschaft|Beziehung",
        "row-id": "Aktenzeichen|Kennung",
        "idle": "Bemerkungen",
        "number": "Lfd. Nr.",
    },
    "fr": {
        "name": "Nom complet|Nom et prénom",
        "given-name": "Prénom|Prénoms",
        "family-name": "Nom de famille|Patronyme",
        "father-name": "Nom du père|Prénom du père",
        "sex": "Sexe|Genre",
        "birth": "Date de naissance|Né(e) le",
        "birth-year": "Année de naissance",
        "category": "Catégorie",
        "document-type": "Type de document|Pièce présentée",
        "document-number": "Numéro de document|N° de pièce",
        "document-state": "Pays de délivrance|Pays émetteur",
        "phone": "Téléphone|Portable|Où joindre",
        "needs": "Besoins particuliers|Besoins",
        "party": "Numéro de famille|Numéro de dossier",
        "relation": "Lien de parenté|Parenté",
        "row-id": "Identifiant|Référence",
        "idle": "Remarques",
        "number": "N°",
    },
    "prs": {
        "name": "نام کامل|نام و تخلص",
        "given-name": "نام کوچک|اسم کوچک",
        "family-name": "تخلص|نام خانوادگی",
        "father-name": "نام پدر|ولد",
        "sex": "جنسیت|جنس",
        "birth": "تاریخ تولد",
        "birth-year": "سال تولد",
        "category": "دسته|کتگوری",
        "document-type": "نوع سند|نوع مدرک",
        "document-number": "شماره سند|نمبر سند",
        "document-state": "کشور صادر کننده",
        "phone": "شماره تماس|تیلفون|نمبر تماس",
        "needs": "نیازمندی ها|نیازها",
        "party": "شماره فامیل|نمبر فامیل",
        "relation": "نسبت|قرابت",
        "row-id": "شماره ثبت|شناسه",
        "idle": "ملاحظات",
        "number": "شماره",
    },
    "ps": {
        "name": "بشپړ نوم|نوم او تخلص",
        "given-name": "لومړی نوم",
        "family-name": "کورنی نوم",
        "father-name": "د پلار نوم",
        "sex": "جنسيت",
        "birth": "د زیږیدو نیټه|د زېږېدو نېټه",
        "birth-year": "د زیږیدو کال",
        "category": "ډله|کټګوري",
        "document-type": "د سند ډول",
        "document-number": "د سند شمېره",
        "document-state": "د سند هېواد",
        "phone": "د ټیلیفون شمېره|مبایل",
        "needs": "اړتیاوې",
        "party": "د کورنۍ شمېره",
        "relation": "خپلوي",
        "row-id": "پېژند نمبر",
        "idle": "ملاحظات",
        "number": "شمېره",
    },
}

TAGS: Final[dict[str, str]] = {
    "name": "#affected+name",
    "given-name": "#affected+name+given",
    "family-name": "#affected+name+family",
    "father-name": "#affected+name+father",
    "sex": "#affected+sex",
    "birth": "#date+birth",
    "category": "#affected+category",
    "relation": "#affected+relation",
    "needs": "#affected+needs",
    "party": "#affected+hh",
    "phone": "#contact+phone",
    "document-number": "#item+document",
    "row-id": "#meta+id",
}

_F, _M = Sex.FEMALE, Sex.MALE

SEXES: Final[dict[str, tuple[dict[Sex, str], ...]]] = {
    "en": ({_F: "F", _M: "M"}, {_F: "female", _M: "male"}, {_F: "Mrs", _M: "Mr"}),
    "de": ({_F: "w", _M: "m"}, {_F: "weiblich", _M: "männlich"}),
    "fr": ({_F: "F", _M: "M"}, {_F: "féminin", _M: "masculin"}),
    "prs": ({_F: "زن", _M: "مرد"}, {_F: "اناث", _M: "ذکور"}),
    "ps": ({_F: "ښځه", _M: "نارینه"},),
}

_HEAD, _SPOUSE, _CHILD = Relation.HEAD, Relation.SPOUSE, Relation.CHILD
_PARENT, _SIBLING, _KIN = Relation.PARENT, Relation.SIBLING, Relation.OTHER_KIN

RELATIONS: Final[dict[str, dict[Relation, tuple[str, str]]]] = {
    "en": {
        _HEAD: ("head", "self"),
        _SPOUSE: ("wife", "husband"),
        _CHILD: ("daughter", "son"),
        _PARENT: ("mother", "father"),
        _SIBLING: ("sister", "brother"),
        _KIN: ("aunt", "uncle"),
    },
    "de": {
        _HEAD: ("Hauptperson", "Hauptperson"),
        _SPOUSE: ("Ehefrau", "Ehemann"),
        _CHILD: ("Tochter", "Sohn"),
        _PARENT: ("Mutter", "Vater"),
        _SIBLING: ("Schwester", "Bruder"),
        _KIN: ("Tante", "Onkel"),
    },
    "fr": {
        _HEAD: ("chef de famille", "chef de famille"),
        _SPOUSE: ("épouse", "époux"),
        _CHILD: ("fille", "fils"),
        _PARENT: ("mère", "père"),
        _SIBLING: ("sœur", "frère"),
        _KIN: ("tante", "oncle"),
    },
    "prs": {
        _HEAD: ("سرپرست", "سرپرست"),
        _SPOUSE: ("خانم", "شوهر"),
        _CHILD: ("دختر", "پسر"),
        _PARENT: ("مادر", "پدر"),
        _SIBLING: ("خواهر", "برادر"),
        _KIN: ("خاله", "کاکا"),
    },
    "ps": {
        _HEAD: ("مشر", "مشر"),
        _SPOUSE: ("ښځه", "مېړه"),
        _CHILD: ("لور", "زوی"),
        _PARENT: ("مور", "پلار"),
        _SIBLING: ("خور", "ورور"),
        _KIN: ("تره", "تره"),
    },
}
"""The words for a woman and for a man."""

NEEDS: Final[dict[str, dict[Need, str]]] = {
    "en": {
        Need.WHEELCHAIR: "wheelchair",
        Need.LITTER: "stretcher",
        Need.MEDICATION: "insulin",
        Need.PREGNANT: "pregnant",
        Need.INTERPRETER: "interpreter",
        Need.INFANT: "baby",
    },
    "de": {
        Need.WHEELCHAIR: "Rollstuhl",
        Need.LITTER: "Trage",
        Need.MEDICATION: "Medikamente",
        Need.PREGNANT: "schwanger",
        Need.INTERPRETER: "Dolmetscher",
        Need.INFANT: "Säugling",
    },
    "fr": {
        Need.WHEELCHAIR: "fauteuil roulant",
        Need.LITTER: "brancard",
        Need.MEDICATION: "médicaments",
        Need.PREGNANT: "enceinte",
        Need.INTERPRETER: "interprète",
        Need.INFANT: "bébé",
    },
    "prs": {
        Need.WHEELCHAIR: "ویلچر",
        Need.LITTER: "ستریچر",
        Need.MEDICATION: "دوا",
        Need.PREGNANT: "حامله",
        Need.INTERPRETER: "ترجمان",
        Need.INFANT: "نوزاد",
    },
    "ps": {
        Need.WHEELCHAIR: "ویلچر",
        Need.LITTER: "ستریچر",
        Need.MEDICATION: "درمل",
        Need.PREGNANT: "امیندواره",
        Need.INTERPRETER: "ژباړن",
        Need.INFANT: "تی رودونکی",
    },
}

PAPERS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {
        "passport": ("passport", "PPT"),
        "national-id": ("tazkira", "national id"),
        "residence-permit": ("green card", "residence permit"),
        "visa": ("visa", "SIV"),
        "employment-letter": ("HR letter", "employment letter"),
        "referral": ("P-2", "referral"),
    },
    "de": {
        "passport": ("Reisepass",),
        "national-id": ("Personalausweis", "Tazkira"),
        "residence-permit": ("Aufenthaltstitel",),
        "visa": ("Visum",),
        "employment-letter": ("Arbeitsbescheinigung",),
        "referral": ("Empfehlungsschreiben",),
    },
    "fr": {
        "passport": ("passeport",),
        "national-id": ("carte d'identité", "tazkira"),
        "residence-permit": ("titre de séjour",),
        "visa": ("visa",),
        "employment-letter": ("contrat de travail",),
        "referral": ("lettre de recommandation",),
    },
    "prs": {
        "passport": ("پاسپورت",),
        "national-id": ("تذکره",),
        "residence-permit": ("گرین کارت",),
        "visa": ("ویزه",),
        "employment-letter": ("خط کار",),
        "referral": ("معرفی خط",),
    },
    "ps": {
        "passport": ("پاسپورت",),
        "national-id": ("تذکره",),
        "residence-permit": ("گرین کارت",),
        "visa": ("ویزه",),
        "employment-letter": ("خط کار",),
        "referral": ("معرفی خط",),
    },
}

UNDEFINED: Final = "facilitation document"
"""What senders call a paper that nobody can define (R25)."""

TITLES: Final = ("DRILL - invented people only", "Fill in every line. Do not change the columns.")
SENDERS: Final = (
    "Consular desk",
    "Crisis desk",
    "Department for cooperation",
    "Veterans' network",
    "Relief organisation",
    "Women's organisation",
    "University",
    "Newsroom",
    "Volunteers' sheet",
    "Employer of local staff",
)
