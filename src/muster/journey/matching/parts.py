"""Which words of a name are one word, and which say nothing of whose it is.

Some parts of a name stand apart or not as the writer pleases: Abd al Rahman and Abdulrahman,
Saif ullah and Saifullah. They are joined, so that both become one word. Titles stay, with weight 0.
The Latin form decides, so that joining what was joined changes nothing; only parts that lose
themselves in Latin are also known in their own letters.
"""

from collections.abc import Iterable
from itertools import chain

from muster.journey.matching.latin import Part, words


def _these(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _known(text: str) -> frozenset[str]:
    """Return the words of ``text``, those of the Arabic script in Latin letters too."""
    return frozenset(one for part in words(text) for one in part if one)


ARTICLES = _these("al el ul ad ud")
SERVANTS = _these(
    "abd abdul abdal abdel abdol abdil abdur abdar abder abdus abdas abdun abdut عبد عبدال"
)
OF_GOD = _these(
    "allah ullah ollah ulla uddin udin oddin eddin aldin eldin uldin addin uddeen aldeen uldeen"
    " ulhaq الله الدین"
)
TITLES = _known(
    "dr doctor prof professor eng engineer mr mrs ms miss mme haji hajji haj hajj alhaj alhajj haja"
    " mullah mulla molla mawlawi maulvi mawlana general gen colonel col captain capt major maj sgt"
    " حاجی حاج الحاج حاجه ملا مولوی مولانا داکتر دکتر دکتور انجنیر انجینر مهندس استاد آقا آقای"
    " خانم جنرال"
)
PARTICLES = _known("bin ibn bint binti ibne بن ابن بنت")
_SILENT = TITLES | PARTICLES
_JOINING = SERVANTS | ARTICLES | OF_GOD


def joined(parts: list[Part]) -> list[Part]:
    """Return ``parts`` with servants (abd-), articles (al-) and endings (-ullah, -uddin) joined."""
    if _JOINING.isdisjoint(chain.from_iterable(parts)):
        return parts
    return _joined_back(_joined_ahead(parts))


def is_title(part: Part) -> bool:
    """Return whether ``part`` is a title or a particle: it counts for nothing in a name."""
    return _among(part, _SILENT)


def _joined_ahead(parts: Iterable[Part]) -> list[Part]:
    """Join what leans on the word after it: a servant with its article, or an article alone."""
    out: list[Part] = []
    open_ = False
    for part in parts:
        leaning = _among(part, ARTICLES)
        if open_:
            servant = _among(out[-1], SERVANTS)
            out[-1] = _one(out[-1], part)
            open_ = servant and leaning
        else:
            out.append(part)
            open_ = leaning or _among(part, SERVANTS)
    return out


def _joined_back(parts: Iterable[Part]) -> list[Part]:
    """Join what leans on the word before it, unless that is a title."""
    out: list[Part] = []
    for part in parts:
        if out and _among(part, OF_GOD) and not is_title(out[-1]):
            out[-1] = _one(out[-1], part)
        else:
            out.append(part)
    return out


def _one(left: Part, right: Part) -> Part:
    native = left[1] + right[1] if left[1] and right[1] else ""
    return left[0] + right[0], native


def _among(part: Part, words: frozenset[str]) -> bool:
    return part[0] in words or part[1] in words
