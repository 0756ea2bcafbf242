"""Every string that the web door may show, and the English catalogue written from them.

``python -m tests.web.strings`` writes it anew; a test holds it complete. The strings are those that
templates and modules mark, what Problems say, and the sayings of every room and paper.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from house.rooms import SOURCE, classes
from muster.doors.web.serving import prepare
from muster.ground.problem import Problem

DOOR = SOURCE / "muster" / "doors" / "web"
ENGLISH = DOOR / "locale" / "en" / "LC_MESSAGES" / "django.po"
ROOMS = tuple(SOURCE / "muster" / wing for wing in ("ground", "journey", "adapters", "site"))
SAYINGS = {"say": slice(0, 1), "counted": slice(1, 3)}
"""Which arguments of the two are templates."""
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
TEXT = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"n?gettext\((?:{TEXT}(?:, )?)+(?:count)?\)")
HEAD = """\
# What the web door says, in English: the text is its own key.
# Written by `python -m tests.web.strings`; a translation is a copy with the second lines filled in.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

Message = tuple[str, ...]


def messages() -> list[Message]:
    """Return every message, sorted: one text, or the singular and the plural."""
    prepare()
    found = {*_marked(), *_shown(), *_problems(), *sayings()}
    return sorted(one for one in found if one[0])


def sayings() -> Iterator[Message]:
    """Yield the templates of every saying; one that is no literal is refused."""
    for wing in ROOMS:
        for file in sorted(wing.rglob("*.py")):
            text = file.read_text("utf-8")
            if "muster.ground.people.saying" in text or file.name == "saying.py":
                yield from templates(ast.parse(text), file.name)


def templates(tree: ast.AST, name: str) -> Iterator[Message]:
    """Yield the templates in ``tree``, the text of the module ``name``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = node.args[SAYINGS[node.func.id]] if node.func.id in SAYINGS else []
            literals = [one.value for one in texts if isinstance(one, ast.Constant)]
            said = tuple(one for one in literals if isinstance(one, str))
            assert len(said) == len(texts), f"{name}:{node.lineno}: a template that is no literal"
            if said:
                yield said


def _marked() -> Iterator[Message]:
    for file in sorted(DOOR.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from _call(node)


def _call(node: ast.Call) -> Iterator[Message]:
    if isinstance(node.func, ast.Name) and node.func.id in MARKS:
        texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
        said = tuple(one for one in texts if isinstance(one, str))
        if said:
            yield said


def _shown() -> Iterator[Message]:
    for file in sorted((DOOR / "templates").glob("*.html")):
        for call in CALL.findall(templatize(file.read_text("utf-8"))):
            (statement,) = ast.parse(call.replace(", count", "")).body
            assert isinstance(statement, ast.Expr)
            assert isinstance(statement.value, ast.Call)
            yield tuple(ast.literal_eval(one) for one in statement.value.args)


def _problems() -> Iterator[Message]:
    for case in classes("problems", Problem):
        yield (case.sentence,)
        yield (case.advice,)


def catalogue() -> str:
    """Return the English catalogue."""
    return HEAD + "".join(f"\n{_entry(one)}" for one in messages())


def _entry(message: Message) -> str:
    if len(message) == 1:
        return f'msgid {_quoted(message[0])}\nmsgstr ""\n'
    one, many = message
    return f'msgid {_quoted(one)}\nmsgid_plural {_quoted(many)}\nmsgstr[0] ""\nmsgstr[1] ""\n'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def write(path: Path = ENGLISH) -> None:
    """Write the English catalogue."""
    path.write_text(catalogue(), "utf-8")


if __name__ == "__main__":
    write()
