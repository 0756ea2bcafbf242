"""Print how our verifiers do on others' published vectors: ``python -m tests.conformance``."""

import shutil
from pathlib import Path

from tests.conformance.suites import javascript, python

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors"

for result in python(VECTORS):
    print(result.line())  # noqa: T201 - it prints for the person at the terminal
if node := shutil.which("node"):
    for result in javascript(VECTORS, node):
        print(result.line())  # noqa: T201 - it prints for the person at the terminal
