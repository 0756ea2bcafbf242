"""The words that headers use in Russian, Ukrainian, Turkish, Spanish and Vietnamese.

``header_words`` has those that the lists of our first users are in; ``headers`` compares them all
alike. A patronymic stands where others write the father's name, and tells people apart as well.
"""

# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones

from typing import Final

from muster.adapters.formats.targets import Target
from muster.ground.people.document import DocumentType

_T = Target

RUSSIAN: Final = {
    _T.FULL_NAME: "фио|ф и о|полное имя|фамилия имя|фамилия и имя|имя и фамилия"
    "|фамилия имя отчество",
    _T.FAMILY_NAME: "фамилия",
    _T.FATHER_NAME: "отчество|имя отца|отец",
    _T.OTHER_NAME: "другие имена|прежняя фамилия|девичья фамилия",
    _T.SEX: "пол",
    _T.BIRTH_DATE: "дата рождения|родился|д р",
    _T.BIRTH_YEAR: "год рождения|г р",
    _T.AGE: "возраст|возраст лет|полных лет",
    _T.CATEGORY: "категория",
    _T.DOCUMENT_TYPE: "тип документа|вид документа|документ",
    _T.DOCUMENT_NUMBER: "номер документа|серия и номер документа|документа",
    _T.DOCUMENT_STATE: "страна выдачи|кем выдан|государство выдачи",
    _T.DOCUMENT_EXPIRY: "срок действия|действителен до|годен до|дата окончания срока действия",
    _T.PHONE: "телефон|номер телефона|мобильный|мобильный телефон|контактный телефон",
    _T.MAIL: "эл почта|электронная почта|почта|адрес электронной почты",
    _T.NEEDS: "особые потребности|потребности",
    _T.PARTY: "номер семьи|семья|домохозяйство|номер домохозяйства|номер дела",
    _T.RELATION: "родство|степень родства|отношение к главе семьи|кем приходится",
    _T.HEAD: "глава семьи|глава домохозяйства",
    _T.PLACE: "место|город|адрес|место жительства|местонахождение|населенный пункт",
    _T.ROW_ID: "идентификатор|регистрационный номер",
}

UKRAINIAN: Final = {
    _T.FULL_NAME: "піб|п і б|повне ім'я|прізвище та ім'я|прізвище ім'я по батькові",
    _T.FAMILY_NAME: "прізвище",
    _T.FATHER_NAME: "по батькові|ім'я батька|батько",
    _T.SEX: "стать",
    _T.BIRTH_DATE: "дата народження",
    _T.BIRTH_YEAR: "рік народження",
    _T.AGE: "вік",
    _T.CATEGORY: "категорія",
    _T.DOCUMENT_TYPE: "тип документа|вид документа",
    _T.DOCUMENT_NUMBER: "номер документа",
    _T.DOCUMENT_STATE: "країна видачі|ким виданий",
    _T.DOCUMENT_EXPIRY: "термін дії|дійсний до",
    _T.PHONE: "телефон|номер телефону|мобільний|мобільний телефон",
    _T.MAIL: "ел пошта|електронна пошта|пошта",
    _T.NEEDS: "особливі потреби|потреби",
    _T.PARTY: "номер сім'ї|сім'я|родина|номер родини|домогосподарство",
    _T.RELATION: "ступінь спорідненості|спорідненість|родинний зв'язок",
    _T.HEAD: "голова сім'ї|голова родини",
    _T.PLACE: "місто|адреса|місце проживання|населений пункт",
}

TURKISH: Final = {
    _T.FULL_NAME: "ad soyad|adı soyadı|ad ve soyad|adı ve soyadı|isim soyisim|tam adı",
    _T.FAMILY_NAME: "soyad|soyadı|soyisim|soy isim",
    _T.FATHER_NAME: "baba adı|babasının adı|baba",
    _T.SEX: "cinsiyet|cinsiyeti",
    _T.BIRTH_DATE: "doğum tarihi",
    _T.BIRTH_YEAR: "doğum yılı",
    _T.AGE: "yaş|yaşı",
    _T.CATEGORY: "kategori",
    _T.DOCUMENT_TYPE: "belge türü|kimlik türü",
    _T.DOCUMENT_NUMBER: "belge no|belge numarası",
    _T.DOCUMENT_STATE: "veren ülke|düzenleyen ülke",
    _T.DOCUMENT_EXPIRY: "geçerlilik tarihi|son geçerlilik tarihi|bitiş tarihi",
    _T.PHONE: "telefon|telefon no|telefon numarası|cep telefonu|cep|gsm",
    _T.MAIL: "e posta|eposta|e posta adresi",
    _T.NEEDS: "özel ihtiyaçlar|ihtiyaçlar",
    _T.PARTY: "aile no|aile numarası|aile|hane no|hane",
    _T.RELATION: "yakınlık|yakınlık derecesi|akrabalık",
    _T.HEAD: "aile reisi|hane reisi",
    _T.PLACE: "yer|şehir|adres|ikamet yeri",
    _T.ROW_ID: "kayıt no|başvuru no",
}

SPANISH: Final = {
    _T.FULL_NAME: "nombre completo|nombre y apellido|nombre y apellidos|nombres y apellidos"
    "|apellidos y nombre|apellidos y nombres",
    _T.FAMILY_NAME: "apellido|apellidos|primer apellido",
    _T.FATHER_NAME: "nombre del padre|padre",
    _T.OTHER_NAME: "alias o apodo|otros nombres|apodo",
    _T.SEX: "sexo|género",
    _T.BIRTH_DATE: "fecha de nacimiento|fecha nacimiento|nacimiento|nacido el",
    _T.BIRTH_YEAR: "año de nacimiento",
    _T.AGE: "edad",
    _T.CATEGORY: "categoría",
    _T.DOCUMENT_TYPE: "tipo de documento|tipo documento",
    _T.DOCUMENT_NUMBER: "número de documento|n de documento|nº de documento|nº documento|documento",
    _T.DOCUMENT_STATE: "país de expedición|país emisor|país de emisión",
    _T.DOCUMENT_EXPIRY: "fecha de vencimiento|vencimiento|fecha de caducidad|caducidad"
    "|válido hasta",
    _T.PHONE: "teléfono|teléfonos|número de teléfono|móvil|celular|teléfono móvil",
    _T.MAIL: "correo|correo electrónico",
    _T.NEEDS: "necesidades|necesidades especiales",
    _T.PARTY: "número de familia|familia|hogar|número de hogar|grupo familiar|número de caso",
    _T.RELATION: "parentesco|relación|relación con el jefe de hogar",
    _T.HEAD: "jefe de familia|jefe de hogar|cabeza de familia|titular",
    _T.PLACE: "lugar|ciudad|dirección|domicilio|localidad|lugar de residencia",
    _T.ROW_ID: "identificador|referencia|número de registro",
}

VIETNAMESE: Final = {
    _T.FULL_NAME: "họ và tên|họ tên|tên đầy đủ",
    _T.FAMILY_NAME: "họ|họ và tên đệm|họ đệm",
    _T.FATHER_NAME: "tên cha|họ tên cha|họ và tên cha",
    _T.SEX: "giới tính",
    _T.BIRTH_DATE: "ngày sinh|ngày tháng năm sinh|sinh ngày",
    _T.BIRTH_YEAR: "năm sinh",
    _T.AGE: "tuổi",
    _T.DOCUMENT_TYPE: "loại giấy tờ",
    _T.DOCUMENT_NUMBER: "số giấy tờ",
    _T.DOCUMENT_EXPIRY: "ngày hết hạn|có giá trị đến",
    _T.PHONE: "số điện thoại|điện thoại|sđt|di động",
    _T.MAIL: "thư điện tử",
    _T.NEEDS: "nhu cầu đặc biệt|nhu cầu",
    _T.PARTY: "hộ gia đình|mã hộ|số hộ|mã gia đình",
    _T.RELATION: "quan hệ|quan hệ với chủ hộ",
    _T.HEAD: "chủ hộ",
    _T.PLACE: "địa chỉ|thành phố|nơi ở|nơi cư trú",
    _T.ROW_ID: "mã số",
}

LANGUAGES: Final = (RUSSIAN, UKRAINIAN, TURKISH, SPANISH, VIETNAMESE)

FAMILY: Final = "семья|родина|сім'я|aile|familia"

VAGUE: Final = "имя|ім'я|ad|adı|isim|nombre|nombres|tên"

BY_DOCUMENT: Final = {
    DocumentType.PASSPORT: "паспорт|номер паспорта|серия и номер паспорта|загранпаспорт"
    "|номер загранпаспорта|pasaport|pasaport no|pasaport numarası|pasaporte|número de pasaporte"
    "|n de pasaporte|nº de pasaporte|nº pasaporte|hộ chiếu|số hộ chiếu",
    DocumentType.NATIONAL_ID: "удостоверение личности|номер удостоверения личности|kimlik no"
    "|kimlik numarası|tc kimlik no|t c kimlik no|dni|cédula|número de cédula|cccd|số cccd|cmnd"
    "|số cmnd|căn cước công dân",
    DocumentType.VISA: "номер визы|виза|vize no|número de visa|số thị thực",
    DocumentType.RESIDENCE: "вид на жительство|oturma izni no|permiso de residencia",
}

NEVER: Final = (
    "национальность|этническая принадлежность|вероисповедание|религия|раса|отпечатки пальцев"
    "|національність|віросповідання|релігія|відбитки пальців|din|mezhep|etnik köken|ırk|aşiret"
    "|parmak izi|religión|etnia|raza|grupo étnico|huellas|huella dactilar|huellas dactilares"
    "|tôn giáo|dân tộc|chủng tộc|vân tay"
)

IDLE: Final = (
    "№|№ п п|п п|номер|примечание|примечания|комментарий|гражданство|страна|дата|статус"
    "|примітка|громадянство|sıra no|sıra|açıklama|not|uyruk|uyruğu|ülke|observaciones|notas"
    "|nacionalidad|país|fecha|estado|stt|ghi chú|quốc tịch"
)
