"""Where bytes are decoded, each way in which the decoder gives up is caught."""

import ast
from collections.abc import Iterator

from house.tree import ROOT, tracked

GIVES_UP = {"RecursionError"}
"""msgspec raises it for what is nested too deep, be it in a field that nobody asked for."""


def catching() -> Iterator[tuple[str, int, set[str]]]:
    """Yield file, line and names of each handler that catches an error of decoding."""
    for file in tracked("src/muster/*.py"):
        for one in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(one, ast.ExceptHandler) or one.type is None:
                continue
            names = {ast.unparse(each).rpartition(".")[2] for each in _types(one.type)}
            if "DecodeError" in names:
                yield str(file.relative_to(ROOT)), one.lineno, names


def _types(kind: ast.expr) -> list[ast.expr]:
    return kind.elts if isinstance(kind, ast.Tuple) else [kind]


def test_whoever_catches_what_does_not_decode_catches_what_is_too_deep() -> None:
    found = list(catching())
    assert len(found) > 20
    assert [(file, line) for file, line, names in found if not names >= GIVES_UP] == []
