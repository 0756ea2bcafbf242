"""What the words in cells mean: sexes, relations, documents, needs, in eleven languages.

Each table leads from a folded word (``cells.folded``) to one of the field's closed words. A word
that no table knows is never guessed at.
"""

# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones

from typing import Final, TypeVar

from muster.adapters.formats.cells import folded
from muster.ground.people.document import DocumentType
from muster.ground.people.kin import Relation
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex

Word = TypeVar("Word", Sex, Relation, DocumentType, Need)

_SEXES: Final = {
    Sex.FEMALE: "f|female|woman|girl|w|weiblich|frau|féminin|femme|fille|أنثى|انثى|مؤنث|امرأة|زن"
    "|زنانه|مونث|اناث|طبقه اناث|ښځه|ښځینه|mrs|ms|miss|fem"
    "|ж|жен|женский|женщина|жін|жіноча|жінка|kadın|kız|bayan|mujer"
    "|femenino|niña|nữ",
    Sex.MALE: "m|male|man|boy|männlich|mann|masculin|homme|garçon|ذكر|مذكر|رجل|مرد|مردانه|مذکر"
    "|ذکور|طبقه ذکور|نارینه|سړی|mr|masc"
    "|м|муж|мужской|мужчина|ч|чол|чоловіча|чоловік|erkek|bay|hombre"
    "|masculino|varón|niño|nam",
    Sex.OTHER: "x|other|divers|autre|diverse|non binary|nonbinary|third gender|آخر|دیگر|بل",
    Sex.UNSTATED: "u|unspecified|not stated|not specified|undisclosed",
}

_RELATIONS: Final = {
    Relation.HEAD: "head|self|principal|principal applicant|pa|applicant|main applicant|hoh"
    "|head of family|head of household|family head|haushaltsvorstand|hauptperson|selbst"
    "|antragsteller|chef de famille|chef de ménage|chef|lui même|elle même|soi même|رب الأسرة"
    "|رب العائلة|نفسه|خودش|خود|سرپرست|سرپرست خانواده|رئیس فامیل|د کورنۍ مشر|پخپله|مشر"
    "|глава|глава семьи|голова сім'ї|aile reisi|kendisi|jefe de familia|jefe de hogar|titular"
    "|chủ hộ",
    Relation.SPOUSE: "spouse|wife|husband|partner|ehefrau|ehemann|ehepartner|partnerin|épouse|époux"
    "|femme|mari|conjoint|conjointe|زوجة|زوج|خانم|همسر|شوهر|زوجه|ښځه|مېړه|میړه|w|h"
    "|жена|муж|супруг|супруга|дружина|чоловік|eş|eşi|esposa|esposo|cónyuge|vợ|chồng",
    Relation.CHILD: "child|son|daughter|kid|infant|baby|stepson|stepdaughter|stepchild|kind|sohn"
    "|tochter|enfant|fils|fille|ابن|ابنة|بنت|ولد|طفل|فرزند|پسر|دختر|بچه|اولاد|زوی|لور|کوچنی"
    "|сын|дочь|ребенок|син|дочка|донька|дитина|oğul|oğlu|kızı|çocuk|hijo|hija|con trai|con gái",
    Relation.PARENT: "parent|father|mother|vater|mutter|père|mère|أب|أم|والد|والدة|الأب|الأم|پدر"
    "|مادر|پلار|مور|мать|отец|мати|батько|anne|baba|padre|madre|cha|bố",
    Relation.SIBLING: "sibling|brother|sister|bruder|schwester|frère|soeur|sœur|أخ|أخت|برادر|خواهر"
    "|ورور|خور|брат|сестра|kardeş|abla|ağabey|hermano|hermana",
    Relation.GRANDCHILD: "grandchild|grandson|granddaughter|enkel|enkelin|enkelkind|petit fils"
    "|petite fille|petit enfant|حفيد|حفيدة|نواسه|نوه|لمسی|внук|внучка|онук|онука|torun|nieto|nieta",
    Relation.WARD: "ward|foster child|fosterchild|orphan|adopted child|under guardianship|mündel"
    "|pflegekind|pupille|enfant confié|يتيم|مكفول|تحت سرپرستی|یتیم",
    Relation.OTHER_KIN: "uncle|aunt|cousin|nephew|niece|grandfather|grandmother|grandparent"
    "|mother in law|father in law|son in law|daughter in law|brother in law|sister in law|in law"
    "|relative|other relative|other kin|onkel|tante|cousine|neffe|nichte|großvater|großmutter"
    "|schwiegermutter|schwiegervater|schwager|schwägerin|oncle|neveu|nièce|grand père|grand mère"
    "|belle mère|beau père|عم|عمة|خال|خالة|جد|جدة|ابن عم|کاکا|ماما|عمه|خاله|پدرکلان|مادرکلان"
    "|پدربزرگ|مادربزرگ|عروس|داماد|خسر|خشو|تره|نیکه|انا",
    Relation.NOT_KIN: "friend|not related|unrelated|no relation|non relative|nanny|employee"
    "|colleague|caregiver|carer|guardian|other|freund|nicht verwandt|ami|sans lien|صديق|دوست|ملګری",
    Relation.UNKNOWN: "unspecified|not stated",
}

_DOCUMENTS: Final = {
    DocumentType.PASSPORT: "passport|ppt|pp|regular passport|ordinary passport|tourist passport"
    "|official passport|diplomatic passport|e passport|biometric passport|us passport"
    "|afghan passport|reisepass|pass|passeport|جواز|جواز سفر|جواز السفر|پاسپورت|پاسپورټ|گذرنامه|p"
    "|паспорт|загранпаспорт|pasaport|pasaporte|hộ chiếu",
    DocumentType.NATIONAL_ID: "national id|national identity card|identity card|id card|id|nid"
    "|tazkira|tazkera|taskera|e tazkira|etazkira|electronic tazkira|paper tazkira|personalausweis"
    "|ausweis|carte d identité|carte didentité|carte nationale d identité|cni|هوية|بطاقة هوية"
    "|بطاقة الهوية|الهوية الوطنية|تذکره|تذکره الکترونیکی|تذکره کاغذی|کارت ملی|شناسنامه|پېژندپاڼه"
    "|удостоверение личности|посвідчення особи|kimlik|kimlik kartı|dni|cédula|cccd|cmnd",
    DocumentType.RESIDENCE: "residence permit|residence permit card|permanent resident card"
    "|green card|greencard|lpr|lpr card|i 551|i551|permanent residence card|brp|resident card"
    "|aufenthaltstitel|niederlassungserlaubnis|titre de séjour|carte de séjour"
    "|carte de résident|إقامة|تصريح إقامة|اقامت|گرین کارت"
    "|вид на жительство|oturma izni|permiso de residencia",
    DocumentType.VISA: "visa|siv|siv visa|immigrant visa|special immigrant visa|e visa|evisa"
    "|electronic visa|entry visa|visum|einreisevisum|تأشيرة|ویزه|ویزا|روادید|виза|віза|vize",
    DocumentType.TRAVEL_DOCUMENT: "travel document|refugee travel document|laissez passer"
    "|convention travel document|emergency travel document|emergency passport"
    "|temporary passport|temporary travel document|reiseausweis|passierschein"
    "|document de voyage|titre de voyage|sauf conduit|وثيقة سفر|سند سفر",
    DocumentType.BIRTH_CERTIFICATE: "birth certificate|geburtsurkunde|acte de naissance"
    "|certificat de naissance|extrait de naissance|شهادة ميلاد|تصدیق تولد|تولد خط"
    "|свидетельство о рождении|свідоцтво про народження|partida de nacimiento",
    DocumentType.EMPLOYMENT: "employment letter|letter of employment|hr letter|employer letter"
    "|employment verification|proof of employment|work certificate|employment contract"
    "|arbeitsbescheinigung|arbeitsvertrag|attestation d emploi|attestation de travail"
    "|contrat de travail|شهادة عمل|خط کار|قرارداد کار",
    DocumentType.REFERRAL: "referral|referral letter|p 1|p 2|p1|p2|p 1 referral|p 2 referral"
    "|p1 referral|p2 referral|empfehlungsschreiben|lettre de recommandation|إحالة|معرفی خط"
    "|معرفی نامه",
    DocumentType.DESTROYED_BY_US: "destroyed by us|burned by us|destroyed by embassy"
    "|destroyed at embassy|burned at embassy|burnt at embassy|destroyed by mission",
}

_NEEDS: Final = {
    Need.WHEELCHAIR: "wheelchair|wheelchair user|cannot walk|rollstuhl|fauteuil roulant"
    "|كرسي متحرك|ویلچر|چوکی چرخدار|څرخ لرونکې چوکۍ",
    Need.LITTER: "litter|stretcher|bedridden|trage|liegend|brancard|civière|نقالة|برانکارد|ستریچر",
    Need.OXYGEN: "oxygen|sauerstoff|oxygène|أكسجين|آکسیجن|اکسیجن|اکسیژن",
    Need.MEDICATION: "medication|medicine|medicines|meds|insulin|medikamente|médicaments|أدوية|دواء"
    "|دوا|ادویه|درمل",
    Need.ISOLATION: "isolation|infectious|contagious|quarantine|ansteckend|contagieux|عزل|معدي"
    "|قرنطین|ساری",
    Need.PREGNANT: "pregnant|pregnancy|expecting|schwanger|schwangerschaft|enceinte|grossesse|حامل"
    "|حامله|باردار|امیندواره",
    Need.INFANT: "infant|baby|newborn|infant in arms|lap child|säugling|nourrisson|bébé|رضيع|نوزاد"
    "|شیرخوار|تی رودونکی",
    Need.ESCORT: "escort|needs escort|accompaniment|unaccompanied minor|unaccompanied child"
    "|begleitung|accompagnement|مرافق|همراه|بدرقه",
    Need.INTERPRETER: "interpreter|translator|interpretation|dolmetscher|interprète|مترجم|ترجمان"
    "|ژباړن",
    Need.SIGN_LANGUAGE: "sign language|deaf|hearing impaired|gebärdensprache|gehörlos|sourd"
    "|langue des signes|أصم|لغة الإشارة|ناشنوا|زبان اشاره|کوڼ",
    Need.GUIDE: "guide|blind|visually impaired|blindenführung|aveugle|كفيف|أعمى|نابینا|ړوند",
}


def _table(listed: dict[Word, str]) -> dict[str, Word]:
    return {folded(word): meant for meant, words in listed.items() for word in words.split("|")}


_SEX_WORDS: Final = _table(_SEXES)
_RELATION_WORDS: Final = _table(_RELATIONS)
_DOCUMENT_WORDS: Final = _table(_DOCUMENTS) | {folded(one.value): one for one in DocumentType}
_NEED_WORDS: Final = _table(_NEEDS) | {folded(one.value): one for one in Need}


def sex_of(text: str) -> Sex | None:
    """Return the sex that a word means, or ``None``."""
    return _SEX_WORDS.get(folded(text))


def relation_of(text: str) -> Relation | None:
    """Return the relation to the head that a word means, or ``None``."""
    word = folded(text)
    return _RELATION_WORDS.get(word) or next(
        (one for one in Relation if folded(one.value) == word), None
    )


def document_of(text: str) -> DocumentType | None:
    """Return the type of document that a word means, or ``None``: it is never invented (R25)."""
    return _DOCUMENT_WORDS.get(folded(text))


def need_of(text: str) -> Need | None:
    """Return the need that a word means, or ``None``."""
    return _NEED_WORDS.get(folded(text))
