"""The site's own certificate authority, and the certificate that its screens are served under.

Volunteers install the authority on their own phones, so it can do little: P-256, path length 0, and
*critical* name constraints to the site's one name and private addresses, for servers alone. Whoever
steals its key cannot speak for anybody else. Certificates are valid from 30 days ago, since clocks
are wrong. Randomness comes in as bytes and signatures are deterministic: this room draws no chance.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from muster.ground.secrecy.problems import HostUnusable

SCALAR = 48
"""Random bytes that one key takes: so many that no number is likelier than another."""
SERIAL = 16
BACKDATED = timedelta(days=30)
AUTHORITY_LASTS = timedelta(days=730)
LEAF_LASTS = timedelta(days=397)
LINK_LASTS = timedelta(days=3650)
LONGEST_HOST = 60
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
PRIVATE: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(one)
    for one in (
        "10.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


class Keypair(msgspec.Struct, frozen=True, array_like=True):
    """A certificate and its private key, both DER. Never on a disk but sealed."""

    certificate: bytes
    key: bytes

    def chain(self, above: bytes = b"") -> bytes:
        """Return the certificate, then ``above``, as PEM."""
        return b"".join(_pem(one) for one in (self.certificate, above) if one)

    def key_pem(self) -> bytes:
        """Return the private key as PEM: for memory, never for a disk."""
        key = load_der_private_key(self.key, None)
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def usable(host: str) -> str:
    """Return ``host`` as a name of DNS, lower case; raise ``HostUnusable``.

    An address is none: sign-in by security key refuses a bare address.
    """
    host = host.strip().lower()
    numeric = host.rpartition(".")[2].isdigit()
    if len(host) > LONGEST_HOST or not _HOST.fullmatch(host) or numeric:
        raise HostUnusable(limit=LONGEST_HOST, found=len(host))
    return host


def found_authority(host: str, now: datetime, drawn: bytes) -> Keypair:
    """Return a new authority for ``host``; ``drawn`` is ``SCALAR + SERIAL`` random bytes."""
    key, serial = _key(drawn), _serial(drawn)
    name = _named(f"Muster {usable(host)}"[:64])
    public = key.public_key()
    builder = (
        _builder(name, name, public, serial, now, now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(_constraints(host), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return _signed(builder, key, key)


def issue_leaf(
    authority: Keypair, addresses: Iterable[str], now: datetime, drawn: bytes
) -> Keypair:
    """Return a certificate for the authority's name and ``addresses``; public ones are left out."""
    issuer = x509.load_der_x509_certificate(authority.certificate)
    signing = load_der_private_key(authority.key, None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)  # noqa: S101 - the authority's is P-256
    key, serial = _key(drawn), _serial(drawn)
    host = host_of(authority.certificate)
    names: list[x509.GeneralName] = [x509.DNSName(host)]
    names += [x509.IPAddress(ip_address(one)) for one in sorted({*map(_plain, addresses)} - {""})]
    ends = min(now + LEAF_LASTS - BACKDATED, issuer.not_valid_after_utc)
    builder = (
        _builder(_named(host), issuer.subject, key.public_key(), serial, now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_identifier_of(issuer), critical=False)
    )
    return _signed(builder, key, signing)


def link_certificate(seed: bytes, name: str, now: datetime, drawn: bytes) -> bytes:
    """Return the one certificate (DER) that a site shows on links, by itself: it is pinned.

    Ed25519 from ``seed`` (32 bytes), for both ends of a connection; ``drawn`` is ``SERIAL`` bytes.
    """
    key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    named = _named(name)
    builder = (
        x509.CertificateBuilder(named, named, key.public_key(), _serial(bytes(SCALAR) + drawn))
        .not_valid_before((now - BACKDATED).replace(microsecond=0))
        .not_valid_after((now + LINK_LASTS).replace(microsecond=0))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage(
                [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
            ),
            critical=False,
        )
    )
    return builder.sign(key, None).public_bytes(Encoding.DER)


def link_pem(seed: bytes, certificate: bytes) -> bytes:
    """Return key and certificate of a link as PEM: for memory, never for a disk."""
    key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return plain + _pem(certificate)


def pem(certificate: bytes) -> str:
    """Return ``certificate`` (DER) as PEM."""
    return _pem(certificate).decode()


def host_of(authority: bytes) -> str:
    """Return the one name that ``authority`` (DER) may certify."""
    held = _extensions(authority).get_extension_for_class(x509.NameConstraints).value
    permitted = held.permitted_subtrees or []
    return next(str(one.value) for one in permitted if isinstance(one, x509.DNSName))


def names_of(leaf: bytes) -> frozenset[str]:
    """Return every name and address that ``leaf`` (DER) is for."""
    held = _extensions(leaf).get_extension_for_class(x509.SubjectAlternativeName).value
    return frozenset(str(one.value) for one in held)


def expires(certificate: bytes) -> datetime:
    """Return when ``certificate`` (DER) ends, UTC."""
    return x509.load_der_x509_certificate(certificate).not_valid_after_utc


def fingerprint(certificate: bytes) -> str:
    """Return the SHA-256 of ``certificate`` (DER) as devices show it: hex, colons between."""
    return sha256(certificate).digest().hex(":").upper()


def is_private(address: str) -> bool:
    """Return whether ``address`` is one that an authority of ours may certify."""
    return bool(_plain(address))


def _plain(address: str) -> str:
    """Return a private address in its one spelling, without a zone; nothing for any other."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    inside = any(found.version == net.version and found in net for net in PRIVATE)
    return str(found) if inside else ""


def _key(drawn: bytes) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(drawn[:SCALAR], "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _serial(drawn: bytes) -> int:
    return int.from_bytes(drawn[SCALAR : SCALAR + SERIAL], "big") >> 1 | 1


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    serial: int,
    now: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    own = x509.SubjectKeyIdentifier.from_public_key(public)
    return (
        x509.CertificateBuilder(issuer, subject, public, serial)
        .not_valid_before((now - BACKDATED).replace(microsecond=0))
        .not_valid_after(ends.replace(microsecond=0))
        .add_extension(own, critical=False)
    )


def _signed(
    builder: x509.CertificateBuilder,
    key: ec.EllipticCurvePrivateKey,
    signing: ec.EllipticCurvePrivateKey,
) -> Keypair:
    made = builder.sign(signing, SHA256(), ecdsa_deterministic=True)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Keypair(made.public_bytes(Encoding.DER), plain)


def _constraints(host: str) -> x509.NameConstraints:
    nets = [x509.IPAddress(net) for net in PRIVATE]
    return x509.NameConstraints([x509.DNSName(host), *nets], None)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _identifier_of(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _extensions(certificate: bytes) -> x509.Extensions:
    return x509.load_der_x509_certificate(certificate).extensions


def _pem(certificate: bytes) -> bytes:
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)
