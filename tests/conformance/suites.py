"""Others' published vectors, judged by our verifiers in Python and JavaScript: a line a suite.

``python -m tests.conformance`` prints ``suite: N of M (skipped K: reasons)``. What is skipped is
not passed, and is named one by one. ECDSA is judged by a library here and nowhere in the product:
it only lets the examples of COSE be read, of which most are signed by it.
"""

import json
import re
import subprocess
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    SECP384R1,
    SECP521R1,
    EllipticCurve,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from muster.ground.problem import Problem
from muster.journey.passes import cose, statuses
from muster.journey.passes.cose import ALGORITHM, EDDSA
from muster.journey.passes.signature import holds

_HASHES: dict[int, HashAlgorithm] = {-7: SHA256(), -35: SHA384(), -36: SHA512()}
_CURVES: dict[int, EllipticCurve] = {32: SECP256R1(), 48: SECP384R1(), 66: SECP521R1()}
"""Curves by the bytes of one half of a point or signature."""
_SKIPPED = {"eddsa-sig-02.json": "Ed448, which Muster has not"}
_REASONS = {
    "ChangeCBORTag": "unreadable",
    "ChangeTag": "signature",
    "ChangeAttr": "algorithm",
    "AddProtected": "signature",
    "RemoveProtected": "signature",
}
"""Why a message of COSE must fail, by what its authors changed in it."""
_SIGN1 = (
    "CWT/A_3.json",
    "RFC8152/Appendix_C_2_1.json",
    "ecdsa-examples/ecdsa-sig-01.json",
    "ecdsa-examples/ecdsa-sig-02.json",
    "ecdsa-examples/ecdsa-sig-03.json",
    "ecdsa-examples/ecdsa-sig-04.json",
    "eddsa-examples/eddsa-sig-01.json",
    "eddsa-examples/eddsa-sig-02.json",
    *(f"sign1-tests/sign-fail-0{number}.json" for number in (1, 2, 3, 4, 6, 7)),
    *(f"sign1-tests/sign-pass-0{number}.json" for number in (1, 2, 3)),
)


class Result(msgspec.Struct, frozen=True):
    """One suite: how many verdicts are those published, of how many; what was skipped, and why."""

    suite: str
    passed: int
    judged: int
    skipped: tuple[str, ...] = ()

    def line(self) -> str:
        """Return the line that is printed."""
        reasons = f": {'; '.join(self.skipped)}" if self.skipped else ""
        said = f"{self.passed} of {self.judged}"
        return f"{self.suite}: {said} (skipped {len(self.skipped)}{reasons})"


def python(vectors: Path) -> list[Result]:
    """Return the results of our verifier in Python."""
    return [
        _cose(vectors / "cose"),
        _wycheproof(vectors / "wycheproof", "ed25519_test", _eddsa),
        _wycheproof(vectors / "wycheproof", "ecdsa_secp256r1_sha256_p1363_test", _ecdsa),
        _status_lists(vectors / "token-status-list"),
    ]


def javascript(vectors: Path, node: str) -> list[Result]:
    """Return the results of our verifier in JavaScript."""
    script = Path(__file__).with_name("judge.mjs")
    done = subprocess.run([node, str(script), str(vectors)], capture_output=True, check=True)
    return [Result(f"{name}, JavaScript", *counts) for name, *counts in json.loads(done.stdout)]


def _cose(folder: Path) -> Result:
    skipped = tuple(f"{name}, {why}" for name, why in _SKIPPED.items())
    cases = [_read(folder / name) for name in _SIGN1 if name.rpartition("/")[2] not in _SKIPPED]
    right = sum(_sign1(case) for case in cases)
    return Result("cose Sign1 with CWT A.3", right, len(cases), skipped)


def _sign1(case: dict[str, Any]) -> bool:
    """Say whether the verdict is the published one, and what must fail does so for its reason."""
    given = case["input"]
    wrong = bool(case.get("fail") or given.get("fail"))
    reasons = {_REASONS[one] for one in given.get("failures", ())} if wrong else {""}
    return _fault(bytes.fromhex(case["output"]["cbor"]), given["sign0"]) in reasons


def _fault(raw: bytes, told: dict[str, Any]) -> str:
    """Return what is wrong with a message: not readable, its algorithm, its signature, nothing."""
    signed = cose.read(raw)
    if signed is None:
        return "unreadable"
    algorithm = signed.headers.get(ALGORITHM, signed.unprotected.get(ALGORITHM))
    covered = signed.covered(bytes.fromhex(told.get("external", "")))
    shown = (_point(told["key"]), covered, signed.signature)
    if algorithm == EDDSA:
        return "" if _eddsa(*shown) else "signature"
    if algorithm not in _HASHES:
        return "algorithm"
    return "" if _ecdsa(*shown, _HASHES[algorithm]) else "signature"


def _point(key: dict[str, str]) -> bytes:
    """Return the public key: 32 bytes of Ed25519, or both halves of a point."""
    return b"".join(
        bytes.fromhex(key[f"{half}_hex"])
        if f"{half}_hex" in key
        else urlsafe_b64decode(key[half] + "=" * (-len(key[half]) % 4))
        for half in ("x", "y")
        if half in key or f"{half}_hex" in key
    )


def _wycheproof(folder: Path, name: str, judge: Callable[[bytes, bytes, bytes], bool]) -> Result:
    found = [
        judge(key, bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
        is (test["result"] == "valid")
        for key, test in _tests(_read(folder / f"{name}.json"))
    ]
    return Result(f"wycheproof {name}", sum(found), len(found))


def _tests(published: dict[str, Any]) -> Iterator[tuple[bytes, dict[str, Any]]]:
    for group in published["testGroups"]:
        key = group["publicKey"]
        raw = bytes.fromhex(key["pk"] if "pk" in key else key["uncompressed"][2:])
        for test in group["tests"]:
            yield raw, test


def _eddsa(public: bytes, message: bytes, signature: bytes) -> bool:
    return holds(signature, message, public)


def _ecdsa(
    public: bytes, message: bytes, signature: bytes, by: HashAlgorithm = _HASHES[-7]
) -> bool:
    size = len(public) // 2
    if len(signature) != 2 * size:
        return False
    x, y, r, s = (
        int.from_bytes(half, "big")
        for whole in (public, signature)
        for half in (whole[:size], whole[size:])
    )
    key = EllipticCurvePublicNumbers(x, y, _CURVES[size]).public_key()
    try:
        key.verify(encode_dss_signature(r, s), message, ECDSA(by))
    except InvalidSignature:
        return False
    return True


def _status_lists(folder: Path) -> Result:
    cases = _read(folder / "expected.json")
    return Result("token-status-list", sum(_list(folder, one) for one in cases), len(cases))


def _list(folder: Path, case: dict[str, Any]) -> bool:
    text = re.sub(r"\s+", "", (folder / case["file"]).read_text("ascii"))
    try:
        found = (
            statuses.from_json(text)
            if case["form"] == "json"
            else statuses.from_cbor(bytes.fromhex(text))
        )
    except Problem:
        return False
    expected = {int(at): status for at, status in case["status"].items() if status}
    return (found.bits, len(found), found.not_valid()) == (case["bits"], case["entries"], expected)


def _read(file: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    return json.loads(file.read_text("utf-8"))
