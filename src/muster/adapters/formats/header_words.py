"""The words that headers use, a table per language.

English, German, French, Arabic, Dari and Persian, Pashto, and the fields of PFIF that other lists
borrow. ``headers`` compares them folded, so that case, marks and look-alike letters do not matter.
"""

from typing import Final

from muster.adapters.formats.targets import Target
from muster.ground.people.document import DocumentType
from muster.ground.people.need import Need

_T = Target

ENGLISH: Final = {
    _T.FULL_NAME: "full name|full names|complete name|name of person|person name|evacuee name"
    "|passenger name|applicant name|name and surname|name surname|surname and name|beneficiary name"
    "|beneficiary",
    _T.GIVEN_NAME: "given name|given names|first name|first names|forename|forenames|fname"
    "|personal name|first|given|first middle name|first and middle name",
    _T.FAMILY_NAME: "family name|last name|surname|lname|last|family names|surnames|last names",
    _T.FATHER_NAME: "father name|fathers name|father|name of father|fathers full name",
    _T.OTHER_NAME: "other name|other names|alias|aliases|aka|also known as|nickname"
    "|alternate name|alternate names|alternative name|maiden name|former name|previous name",
    _T.SEX: "sex|gender|m f|f m|sex m f|gender m f",
    _T.BIRTH_DATE: "date of birth|birth date|birthdate|birthday|dob|d o b|born|born on|birth",
    _T.BIRTH_YEAR: "year of birth|birth year|yob|born in",
    _T.AGE: "age|age years|age in years|age yrs|years old|approximate age|estimated age",
    _T.CATEGORY: "category|evacuee category|eligibility category|applicant category|class"
    "|legal status|immigration status|eligibility|priority category|person category",
    _T.DOCUMENT_TYPE: "document|document type|type of document|doc type|id type|type of id"
    "|travel document type|document kind|id document",
    _T.DOCUMENT_NUMBER: "document number|document no|doc number|doc no|id number|id no"
    "|number of document|travel document number|document id",
    _T.DOCUMENT_STATE: "issuing country|country of issue|issuing state|state of issue"
    "|document country|document state|issued by|issuing authority country|passport country",
    _T.DOCUMENT_EXPIRY: "expiry|expiry date|date of expiry|expires|expires on|valid until"
    "|expiration|expiration date|document expiry|valid to|date of expiration",
    _T.PHONE: "phone|phone number|phone no|telephone|telephone number|mobile|mobile number"
    "|mobile phone|cell|cell phone|tel|tel no|contact number|contact no|contact phone|whatsapp"
    "|whatsapp number|phone numbers|primary phone|alternate phone|second phone",
    _T.MAIL: "email|e mail|mail|email address|e mail address|contact email",
    _T.NEEDS: "need|needs|special need|special needs|medical need|medical needs|assistance"
    "|special requirements|special assistance|assistance needed|vulnerabilities|vulnerability",
    _T.PARTY: "family number|family no|family id|family|family code|household|household number"
    "|household id|household no|case number|case no|case id|group number|group id|group no|party"
    "|party id|party number|hh id|hhid|hh no|fam no|fam id|booking",
    _T.RELATION: "relation|relationship|relation to head|relationship to head"
    "|relation to head of household|relationship to head of household|relation to head of family"
    "|relationship to head of family|relation to principal|relationship to principal"
    "|relationship to principal applicant|relation to pa|relationship to pa|family relation",
    _T.HEAD: "head|head of family|head of household|hoh|is head|principal applicant|principal"
    "|family head|household head|head of party",
    _T.PLACE: "place|location|city|town|current location|last known location|present location"
    "|current city|province|home city|home town|place of residence|address|home address"
    "|full address|current address|street address|residential address|place of origin|village"
    "|district",
    _T.MRZ: "mrz|machine readable zone|mrz lines|mrz line|passport mrz|document mrz|mrz code",
    _T.ROW_ID: "id|record id|row id|person id|person record id|registration number"
    "|registration no|reg no|reg number|reference|reference number|ref|ref no|uuid|evacuee id"
    "|applicant id|unique id|individual id|beneficiary id",
}

GERMAN: Final = {
    _T.FULL_NAME: "vollständiger name|vor und nachname|name vorname|vorname name",
    _T.GIVEN_NAME: "vorname|vornamen|rufname",
    _T.FAMILY_NAME: "nachname|familienname|zuname",
    _T.FATHER_NAME: "vatersname|name des vaters|vater",
    _T.OTHER_NAME: "weitere namen|aliasname|geburtsname",
    _T.SEX: "geschlecht",
    _T.BIRTH_DATE: "geburtsdatum|geboren am|geb datum|geb|geboren",
    _T.BIRTH_YEAR: "geburtsjahr",
    _T.AGE: "alter|alter in jahren",
    _T.CATEGORY: "kategorie|personengruppe|aufenthaltsstatus",
    _T.DOCUMENT_TYPE: "dokumentenart|dokumentart|art des dokuments|ausweisart|dokument",
    _T.DOCUMENT_NUMBER: "dokumentennummer|dokumentnummer|ausweisnummer|ausweisnr|ausweis nr",
    _T.DOCUMENT_STATE: "ausstellender staat|ausstellungsland|ausstellungsstaat",
    _T.DOCUMENT_EXPIRY: "ablaufdatum|gültig bis|gültigkeit",
    _T.PHONE: "telefon|telefonnummer|handy|handynummer|mobilnummer|mobil|rufnummer|tel nr",
    _T.MRZ: "maschinenlesbare zone|mrz zeilen",
    _T.MAIL: "e mail adresse|mailadresse|emailadresse",
    _T.NEEDS: "bedarf|besondere bedürfnisse|bedürfnisse|hilfebedarf|besonderheiten",
    _T.PARTY: "familiennummer|familien nr|familie|haushalt|haushaltsnummer|gruppe|gruppennummer"
    "|fallnummer",
    _T.RELATION: "verwandtschaft|beziehung|verwandtschaftsverhältnis|beziehung zum"
    " haushaltsvorstand",
    _T.HEAD: "haushaltsvorstand|familienoberhaupt|hauptperson|hauptantragsteller",
    _T.PLACE: "ort|wohnort|stadt|aufenthaltsort|aktueller ort|anschrift|wohnadresse|postanschrift",
    _T.ROW_ID: "kennung|aktenzeichen|referenz|personennummer",
}

FRENCH: Final = {
    _T.FULL_NAME: "nom complet|nom et prénom|nom et prénoms|nom prénom|prénom nom|prénom et nom",
    _T.GIVEN_NAME: "prénom|prénoms",
    _T.FAMILY_NAME: "nom de famille|patronyme",
    _T.FATHER_NAME: "nom du père|père|prénom du père",
    _T.OTHER_NAME: "autre nom|autres noms|surnom|nom de jeune fille",
    _T.SEX: "sexe|genre",
    _T.BIRTH_DATE: "date de naissance|né le|née le|né e le|naissance|ddn",
    _T.BIRTH_YEAR: "année de naissance",
    _T.AGE: "âge",
    _T.CATEGORY: "catégorie",
    _T.DOCUMENT_TYPE: "type de document|type de pièce|nature du document|pièce d identité",
    _T.DOCUMENT_NUMBER: "numéro de document|numéro du document|n de document|numéro de pièce"
    "|n de pièce",
    _T.DOCUMENT_STATE: "pays de délivrance|pays émetteur|état émetteur",
    _T.DOCUMENT_EXPIRY: "date d expiration|date dexpiration|expiration|valable jusqu au"
    "|valable jusquau",
    _T.PHONE: "téléphone|portable|numéro de téléphone|n de téléphone|tél",
    _T.MAIL: "courriel|adresse électronique|mél|adresse mail|adresse e mail",
    _T.NEEDS: "besoins|besoins particuliers|besoin",
    _T.PARTY: "numéro de famille|n de famille|famille|ménage|numéro de ménage|foyer|groupe"
    "|numéro de dossier",
    _T.RELATION: "lien de parenté|parenté|lien|relation au chef de famille",
    _T.HEAD: "chef de famille|chef de ménage|demandeur principal",
    _T.PLACE: "lieu|ville|localité|lieu de résidence|domicile|adresse postale",
    _T.ROW_ID: "identifiant|référence",
}

ARABIC: Final = {
    _T.FULL_NAME: "الاسم الكامل|الاسم واللقب|الاسم الثلاثي|الاسم الرباعي|الاسم بالكامل",
    _T.GIVEN_NAME: "الاسم الأول|الاسم الشخصي",
    _T.FAMILY_NAME: "اسم العائلة|اللقب|الكنية|الشهرة|النسبة",
    _T.FATHER_NAME: "اسم الأب|اسم الوالد|الأب",
    _T.OTHER_NAME: "اسم آخر|أسماء أخرى|اسم الشهرة|الاسم المستعار",
    _T.SEX: "الجنس|النوع",
    _T.BIRTH_DATE: "تاريخ الميلاد|تاريخ الولادة|المواليد",
    _T.BIRTH_YEAR: "سنة الميلاد|سنة الولادة",
    _T.AGE: "العمر|السن",
    _T.CATEGORY: "الفئة|التصنيف",
    _T.DOCUMENT_TYPE: "نوع الوثيقة|نوع المستند|الوثيقة|نوع الهوية",
    _T.DOCUMENT_NUMBER: "رقم الوثيقة|رقم المستند",
    _T.DOCUMENT_STATE: "بلد الإصدار|دولة الإصدار|جهة الإصدار",
    _T.DOCUMENT_EXPIRY: "تاريخ الانتهاء|تاريخ انتهاء الصلاحية|صالح حتى",
    _T.PHONE: "الهاتف|رقم الهاتف|الجوال|رقم الجوال|الموبايل|رقم الموبايل|المحمول|التلفون|واتساب",
    _T.MAIL: "البريد الإلكتروني|البريد|الإيميل|ايميل",
    _T.NEEDS: "الاحتياجات|احتياجات خاصة|الاحتياجات الخاصة",
    _T.PARTY: "رقم العائلة|رقم الأسرة|العائلة|الأسرة|رقم المجموعة|رقم الملف",
    _T.RELATION: "صلة القرابة|القرابة|العلاقة|العلاقة برب الأسرة|صلة القرابة برب الأسرة",
    _T.HEAD: "رب الأسرة|رب العائلة|رئيس الأسرة",
    _T.PLACE: "المكان|المدينة|الموقع|مكان الإقامة|المحافظة|العنوان|عنوان السكن",
    _T.ROW_ID: "المعرف|الرقم المرجعي|رقم التسجيل",
}

DARI: Final = {
    _T.FULL_NAME: "نام کامل|نام و نام خانوادگی|نام و تخلص|اسم و تخلص|نام مکمل|نام فامیلی و نام",
    _T.GIVEN_NAME: "نام کوچک|اسم کوچک",
    _T.FAMILY_NAME: "نام خانوادگی|تخلص|نام فامیلی|شهرت",
    _T.FATHER_NAME: "نام پدر|اسم پدر|پدر|ولد",
    _T.OTHER_NAME: "نام دیگر|نام مستعار|لقب",
    _T.SEX: "جنسیت|جنس",
    _T.BIRTH_DATE: "تاریخ تولد|تاریخ ولادت",
    _T.BIRTH_YEAR: "سال تولد|سال ولادت",
    _T.AGE: "سن|عمر",
    _T.CATEGORY: "دسته|کتگوری|دسته بندی|گروپ",
    _T.DOCUMENT_TYPE: "نوع سند|نوع مدرک|سند|مدرک",
    _T.DOCUMENT_NUMBER: "شماره سند|نمبر سند|شماره مدرک",
    _T.DOCUMENT_STATE: "کشور صادر کننده|محل صدور",
    _T.DOCUMENT_EXPIRY: "تاریخ انقضا|تاریخ ختم|اعتبار تا",
    _T.PHONE: "تلفن|شماره تلفن|شماره تماس|موبایل|شماره موبایل|نمبر تلفن|نمبر تماس|تیلفون"
    "|شماره تیلفون|واتساپ",
    _T.MAIL: "ایمیل|ایمیل آدرس|آدرس ایمیل|پست الکترونیک",
    _T.NEEDS: "نیازها|نیازمندی ها|نیازمندی|نیاز های خاص|ضروریات",  # noqa: RUF001 - Dari
    _T.PARTY: "شماره خانواده|شماره فامیل|نمبر فامیل|نمبر خانواده|کد خانواده|خانواده|فامیل"
    "|شماره قضیه|نمبر کیس",
    _T.RELATION: "نسبت|قرابت|رابطه|نسبت با سرپرست|رابطه با سرپرست|رابطه فامیلی",
    _T.HEAD: "سرپرست|سرپرست خانواده|رئیس فامیل|رئیس خانواده|سرپرست فامیل",
    _T.PLACE: "مکان|محل|شهر|ولایت|محل سکونت|سکونت فعلی|آدرس|نشانی",
    _T.ROW_ID: "شناسه|کد شناسایی|شماره ثبت|نمبر ثبت",
}

PASHTO: Final = {
    _T.FULL_NAME: "بشپړ نوم|نوم او تخلص|پوره نوم",
    _T.GIVEN_NAME: "لومړی نوم",
    _T.FAMILY_NAME: "کورنی نوم|د کورنۍ نوم",
    _T.FATHER_NAME: "د پلار نوم|پلار",
    _T.SEX: "جنسيت",
    _T.BIRTH_DATE: "د زیږیدو نیټه|د زېږېدو نېټه|د زېږون نېټه|د زیږون نیټه",
    _T.BIRTH_YEAR: "د زیږیدو کال|د زېږېدو کال|د زېږون کال",
    _T.AGE: "عمر",
    _T.CATEGORY: "کټګوري|ډله",
    _T.DOCUMENT_TYPE: "د سند ډول|د اسنادو ډول",
    _T.DOCUMENT_NUMBER: "د سند شمېره|د سند شمیره",
    _T.DOCUMENT_EXPIRY: "د پای نېټه|د پای نیټه",
    _T.PHONE: "ټیلیفون|د ټیلیفون شمېره|د ټیلیفون شمیره|د تلیفون شمیره|د اړیکې شمېره|مبایل",
    _T.MAIL: "برېښنالیک|بریښنالیک|ایمیل",
    _T.NEEDS: "اړتیاوې|ځانګړې اړتیاوې",
    _T.PARTY: "د کورنۍ شمېره|د کورنۍ شمیره|کورنۍ",
    _T.RELATION: "خپلوي|اړیکه|د کورنۍ له مشر سره اړیکه",
    _T.HEAD: "د کورنۍ مشر",
    _T.PLACE: "ځای|ښار|ولایت|پته",
    _T.ROW_ID: "پېژند نمبر",
}


LANGUAGES: Final = (ENGLISH, GERMAN, FRENCH, ARABIC, DARI, PASHTO)

# The fields of PFIF that are about the person; those about the author are nobody's contact.
PFIF: Final = {
    _T.PHONE: "phone of found person",
    _T.MAIL: "email of found person",
}

FAMILY: Final = "family|familie|famille|العائلة|الأسرة|خانواده|فامیل|کورنۍ"

VAGUE: Final = "name|names|nom|noms|نام|اسم|الاسم|نوم"

BY_DOCUMENT: Final = {
    DocumentType.PASSPORT: "passport number|passport no|passport|passport nr|pp no|ppt no|passport"
    " id|passnummer|pass nr|passnr|reisepassnummer|reisepass nr|reisepass|numéro de passeport"
    "|n de passeport|passeport|رقم الجواز|رقم جواز السفر|جواز السفر|جواز|شماره پاسپورت"
    "|نمبر پاسپورت|پاسپورت|پاسپورټ|د پاسپورت شمېره|د پاسپورت شمیره|د پاسپورټ شمېره",
    DocumentType.NATIONAL_ID: "national id|national id number|national id no|nid|tazkira"
    "|tazkira no|tazkira number|tazkera|tazkera number|identity card number|id card number"
    "|id card no|personalausweisnummer|numéro de carte d identité|رقم الهوية|رقم الهوية الوطنية"
    "|الرقم الوطني|شماره تذکره|نمبر تذکره|تذکره|شماره ملی|کد ملی|د تذکرې شمېره|د تذکرې شمیره",
    DocumentType.VISA: "visa number|visa no|visa|visumnummer|numéro de visa|رقم التأشيرة"
    "|شماره ویزا|نمبر ویزه",
    DocumentType.RESIDENCE: "residence permit number|residence permit no|residence permit"
    "|green card number|green card no|aufenthaltstitel|titre de séjour|رقم الإقامة",
}
EXPIRY_BY_DOCUMENT: Final = {
    DocumentType.PASSPORT: "passport expiry|passport expiry date|passport expiration"
    "|passport expiration date|passport valid until|pass gültig bis|تاريخ انتهاء الجواز",
    DocumentType.VISA: "visa expiry|visa expiry date|visa expiration date|visa valid until",
}

BY_NEED: Final = {
    Need.WHEELCHAIR: "wheelchair|needs wheelchair|wheelchair user|rollstuhl|fauteuil roulant",
    Need.LITTER: "stretcher|litter",
    Need.OXYGEN: "oxygen|needs oxygen",
    Need.PREGNANT: "pregnant|is pregnant|pregnancy|schwanger|enceinte|حامل|حامله",
    Need.INTERPRETER: "interpreter|needs interpreter",
}

NEVER: Final = (
    "religion|faith|sect|ethnicity|ethnic group|ethnic origin|race|tribe|clan|caste|biometric"
    "|biometrics|biometric id|fingerprint|fingerprints|iris|iris scan|face id|facial image"
    "|fingerprint id|konfession|religionszugehörigkeit|ethnie|volksgruppe|stamm|confession|tribu"
    "|origine ethnique|empreintes|الدين|الديانة|المذهب|الطائفة|العرق|القومية|القبيلة|العشيرة"
    "|البصمة|دین|مذهب|قوم|قومیت|قبیله|طایفه|ملیت قومی|نشان انگشت|بیومتریک|بایومتریک|بایومتریک"
    " نمبر|توکم|ټبر"
)

# Running numbers, remarks and the like: known words of headers, of no use to a claim. They change
# with every sorting of the list, so they are no row id.
IDLE: Final = (
    "no|nr|number|s n|sn|serial|serial no|serial number|row|line|lfd nr|lfd|n|رقم|ردیف|شماره|نمبر"
    "|م|التسلسل|شمېره|remark|remarks|comment|comments|note|notes|bemerkung|bemerkungen|remarques"
    "|ملاحظات|ملاحظات عامة|توضیحات|ملاحظه|nationality|citizenship|nationalité|nationalität"
    "|staatsangehörigkeit|الجنسية|تابعیت|ملیت|country|date|status|author name"
    "|author email|author phone|source date|entry date|text|author made contact|muster line"
    "|muster code|muster sentence|photo url|home country|home state|home street"
)
