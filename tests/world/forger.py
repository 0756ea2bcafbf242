"""Somebody who has stolen the key of a site's authority, and certifies whatever they like."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID

from muster.ground.secrecy.tls import Keypair


def forged(stolen: Keypair, host: str, *, as_authority: bool = False) -> tuple[bytes, bytes]:
    """Return a certificate for ``host``, by the stolen key, with its chain, and its own key: PEM.

    ``as_authority`` puts another authority between the two.
    """
    above = x509.load_der_x509_certificate(stolen.certificate)
    signing = load_der_private_key(stolen.key, None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    chain = [above]
    if as_authority:
        key = ec.generate_private_key(ec.SECP256R1())
        between = _signed(above.subject, key, signing, "Between", ca=True)
        chain, signing, above = [between, *chain], key, between
    own = ec.generate_private_key(ec.SECP256R1())
    leaf = _signed(above.subject, own, signing, host, ca=False)
    pem = b"".join(one.public_bytes(Encoding.PEM) for one in (leaf, *chain))
    return pem, own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _signed(
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signing: ec.EllipticCurvePrivateKey,
    host: str,
    *,
    ca: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    # Where no name is asked for, OpenSSL takes a common name that looks like one for it.
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "between" if ca else "no name")])
    made = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        made = made.add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
    return made.sign(signing, hashes.SHA256())


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
