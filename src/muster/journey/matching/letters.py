"""The letters of names: which are one letter, which are no letter, how each is heard.

Tables only. ``UNIFIED`` makes Arabic, Persian, Pashto and Urdu spellings of one letter equal;
``CYRILLIC`` says the letters that ICU would leave with a mark that is then lost; ``READ`` and
``HEARD`` give the consonant of a skeleton for a letter of the Arabic script and for Latin letters.
Several consonants are several readings: Arabic reads d, t where Persian reads z, s.

Source: general knowledge of the scripts and of common romanisation; the pairs of
``names-ar2en`` (train only) showed which readings are worth keeping.
"""

# ruff: noqa: RUF001 -- letters that look like others are what this file is about

_VOWEL_MARKS = (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE))
_CONTROLS = (0x061C, 0x200B, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, 0xFEFF)
_ISOLATES = tuple(range(0x2066, 0x206A))
_TATWEEL = 0x0640
_APOSTROPHES = "'’‘`´ʼʿʾʹ′ʻ＇"
_SEPARATORS = '\u200c_-‐‑‒–—―.,;:/\\|()[]{}<>"«»“”،؛؟۔·•*+&'

# No letter: dropped, so that the word closes over it; or between words, so that it opens.
MARKS: dict[int, str | None] = {
    **dict.fromkeys((*_VOWEL_MARKS, *_CONTROLS, *_ISOLATES, _TATWEEL)),
    **dict.fromkeys(map(ord, _APOSTROPHES)),
    **dict.fromkeys(map(ord, _SEPARATORS), " "),
}

UNIFIED: dict[int, str | None] = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("يىېۍئێےۓ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةۀەہۂھ", "ه"),
        **dict.fromkeys("ؤۇۆۋ", "و"),
        "ء": None,
        "ګ": "گ",
        "ټ": "ت",
        "ٹ": "ت",
        "ډ": "د",
        "ڈ": "د",
        "ړ": "ر",
        "ڑ": "ر",
        "ږ": "ژ",
        "ښ": "ش",
        "ځ": "ز",
        "څ": "س",
        "ڼ": "ن",
        "ں": "ن",
        "ڤ": "ف",
    }
)

CYRILLIC: dict[int, str | None] = str.maketrans(
    {
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "є": "ye",
        "ї": "yi",
        "ғ": "gh",
        "қ": "q",
        "ҳ": "h",
        "ҷ": "j",
        "ъ": None,
        "ь": None,
    }
)

READ: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("اعی", ("",)),
    **dict.fromkeys("بپ", ("b",)),
    **dict.fromkeys("تط", ("t",)),
    **dict.fromkeys("حه", ("h",)),
    **dict.fromkeys("زظ", ("z",)),
    **dict.fromkeys("سص", ("s",)),
    **dict.fromkeys("قک", ("k",)),
    **dict.fromkeys("غگ", ("g",)),
    **dict.fromkeys("ذض", ("z", "d")),
    "ث": ("s", "t"),
    "و": ("", "w"),
    "ج": ("j",),
    "چ": ("c",),
    "خ": ("x",),
    "د": ("d",),
    "ر": ("r",),
    "ژ": ("j",),
    "ش": ("q",),
    "ف": ("f",),
    "ل": ("l",),
    "م": ("m",),
    "ن": ("n",),
}

# Two letters that write one sound for which the script has none, or has one that it avoids.
READ_TOGETHER = (("تش", "چ"), ("تس", "س"), ("دز", "ز"))

HEARD: dict[str, tuple[str, ...]] = {
    "tsch": ("c",),
    "tch": ("c",),
    "sch": ("q",),
    "kh": ("x",),
    "gh": ("g",),
    "sh": ("q",),
    "ch": ("c",),
    "th": ("t",),
    "dh": ("d",),
    "zh": ("j",),
    "dj": ("j",),
    "ph": ("f",),
    "ck": ("k",),
    "ts": ("s",),
    "tz": ("s",),
    "dz": ("z",),
    "ce": ("s",),
    "ci": ("s",),
    "cy": ("s",),
    "c": ("k",),
    "q": ("k",),
    "x": ("ks",),
    "p": ("b",),
    "v": ("w", "f"),
}

# Consonants of skeletons that one language writes where another writes the other.
ALIKE: dict[int, str | None] = {
    ord("j"): "g",
    ord("c"): "s",
    ord("q"): "s",
    ord("z"): "s",
    ord("t"): "d",
    ord("w"): "f",
}
