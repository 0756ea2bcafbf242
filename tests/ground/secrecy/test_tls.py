"""The site's authority: little it can do, and nothing for anybody else, whoever has its key."""

import hashlib
import secrets
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.secrecy import tls
from muster.ground.secrecy.problems import HostUnusable
from muster.ground.secrecy.spoken import words
from tests.world.forger import forged

NOW = datetime.now(UTC)
HOST = "muster.north.internal"


def drawn() -> bytes:
    return secrets.token_bytes(tls.SCALAR + tls.SERIAL)


@pytest.fixture(scope="module")
def authority() -> tls.Keypair:
    return tls.found_authority(HOST, NOW, drawn())


def trusted(authority: tls.Keypair, chain: bytes, key: bytes, name: str, folder: Path) -> None:
    """Shake hands as a browser that has the authority installed; raise what it finds wrong."""
    file = folder / "leaf.pem"
    file.write_bytes(key + chain)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(file)
    asking = ssl.create_default_context(cadata=authority.chain().decode())
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    client = asking.wrap_bio(to_client, to_server, server_hostname=name)
    for _ in range(6):
        for end in (client, server):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert client.version() == "TLSv1.3"


def test_the_authority_is_as_it_was_decided(authority: tls.Keypair) -> None:
    read = x509.load_der_x509_certificate(authority.certificate)
    key = read.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    basic = read.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    names = read.extensions.get_extension_for_class(x509.NameConstraints)
    assert names.critical
    assert names.value.excluded_subtrees is None
    permitted = {str(one.value) for one in names.value.permitted_subtrees or ()}
    assert HOST in permitted
    assert {"10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12", "fc00::/7"} < permitted
    assert read.not_valid_before_utc <= NOW - timedelta(days=29)


def test_the_leaf_is_for_the_name_and_every_private_address(
    authority: tls.Keypair, tmp_path: Path
) -> None:
    addresses = ["192.168.4.20", "10.0.0.1", "fd00::5", "127.0.0.1", "8.8.8.8", "no address"]
    leaf = tls.issue_leaf(authority, addresses, NOW, drawn())
    assert tls.names_of(leaf.certificate) == {HOST, *addresses[:4]}
    read = x509.load_der_x509_certificate(leaf.certificate)
    lasts = read.not_valid_after_utc - read.not_valid_before_utc
    assert lasts <= timedelta(days=397)
    assert read.not_valid_before_utc <= NOW - timedelta(days=29)
    for name in (HOST, *addresses[:4]):
        chain = leaf.chain(authority.certificate)
        trusted(authority, chain, leaf.key_pem(), name, tmp_path)


@pytest.mark.parametrize("host", [HOST, "192.168.4.20", "fd00::5"])
def test_a_stolen_authority_certifies_the_site(
    authority: tls.Keypair, host: str, tmp_path: Path
) -> None:
    """The control of what follows: nothing but the name is wrong there."""
    chain, key = forged(authority, host)
    trusted(authority, chain, key, host, tmp_path)


@pytest.mark.parametrize("host", ["bank.example", "8.8.8.8", "2001:db8::1", "north.internal"])
def test_a_stolen_authority_certifies_nobody_else(
    authority: tls.Keypair, host: str, tmp_path: Path
) -> None:
    chain, key = forged(authority, host)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        trusted(authority, chain, key, host, tmp_path)


def test_a_stolen_authority_makes_no_other_authority(
    authority: tls.Keypair, tmp_path: Path
) -> None:
    chain, key = forged(authority, HOST, as_authority=True)
    with pytest.raises(ssl.SSLCertVerificationError, match="path length"):
        trusted(authority, chain, key, HOST, tmp_path)


def test_a_leaf_ends_with_its_authority(authority: tls.Keypair) -> None:
    later = NOW + timedelta(days=700)
    leaf = tls.issue_leaf(authority, [], later, drawn())
    assert tls.expires(leaf.certificate) == tls.expires(authority.certificate)


@pytest.mark.parametrize(
    "host",
    ["", "muster", "192.168.1.1", "muster..internal", "-a.internal", "a b.internal", "ü.internal"],
)
def test_what_is_no_name_is_no_name(host: str) -> None:
    with pytest.raises(HostUnusable):
        tls.usable(host)


def test_a_name_is_spelled_one_way() -> None:
    assert tls.usable(" Muster.North.Internal ") == HOST
    with pytest.raises(HostUnusable):
        tls.usable(f"{'a' * 60}.internal")


def test_six_words_stand_for_a_fingerprint() -> None:
    assert len(words(b"certificate")) == 6
    assert words(b"certificate") != words(b"certificatf")


@given(st.binary(max_size=64))
def test_words_are_said_as_they_are_spelled(raw: bytes) -> None:
    for word in words(raw, 16):
        assert len(word) == 5
        assert {*word[::2]} <= {*"bdfghjklmnprstvz"}
        assert {*word[1::2]} <= {*"aiou"}


def test_two_fingerprints_that_differ_in_their_first_bits_sound_different() -> None:
    """Each word is sixteen bits: nothing of them is lost."""
    letters = ("bdfghjklmnprstvz", "aiou")
    for raw in (b"one", b"two", b"three"):
        said = "".join(words(raw))
        number = 0
        for at, letter in enumerate(said):
            table = letters[at % 5 % 2]
            number = number * len(table) + table.index(letter)
        assert number.to_bytes(12, "big") == hashlib.sha256(raw).digest()[:12]
