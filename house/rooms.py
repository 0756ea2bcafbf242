"""Find what the rooms of Muster define, by reading the tree: no room has to register itself."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TypeVar

SOURCE = Path(__file__).resolve().parents[1] / "src"

T = TypeVar("T")


def modules(last: str) -> Iterator[ModuleType]:
    """Yield every module of Muster called ``last`` (``problems``, ``facts``), sorted by room."""
    for name in sorted(_names(SOURCE / "muster", "muster")):
        if name.rpartition(".")[2] == last:
            yield importlib.import_module(name)


def classes(last: str, base: type[T]) -> Iterator[type[T]]:
    """Yield the subclasses of ``base`` that modules named ``last`` define, in their order."""
    for module in modules(last):
        for found in vars(module).values():
            is_one = isinstance(found, type) and issubclass(found, base)
            if is_one and found.__module__ == module.__name__:
                yield found


def _names(folder: Path, prefix: str) -> Iterator[str]:
    for module in pkgutil.iter_modules([str(folder)], f"{prefix}."):
        yield module.name
        if module.ispkg:
            yield from _names(folder / module.name.rpartition(".")[2], module.name)
