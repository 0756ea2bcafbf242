"""TLS between sites: each shows one certificate, and takes only those it was told in public (T18).

No public authority has a say, nor a name: a certificate is the right one when it is byte by byte
the one on the peer's card, and not over. A key reaches OpenSSL through a file, as Python has it;
that file lies in memory alone.
"""

import os
import ssl
from collections.abc import Collection

from muster.adapters.exchange.problems import PeerOther
from muster.ground.secrecy import tls

HANDSHAKE = 10.0
"""Seconds that a handshake may take."""


def context(seed: bytes, certificate: bytes, peers: Collection[bytes], *, server: bool,
            ) -> ssl.SSLContext:  # fmt: skip
    """Return a context that shows ``certificate`` (DER) and takes only ``peers`` (DER)."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.check_hostname = False  # the whole certificate is compared instead
    made.verify_mode = ssl.CERT_REQUIRED
    if peers:
        made.load_verify_locations(cadata="".join(tls.pem(one) for one in sorted(peers)))
    if server:
        made.num_tickets = 0  # a peer that is taken out must not come back on an old ticket
    _show(made, tls.link_pem(seed, certificate))
    return made


def peer_of(connection: ssl.SSLSocket, peers: Collection[bytes]) -> bytes:
    """Return the certificate (DER) of whoever is at the other end; raise ``PeerOther``."""
    shown = connection.getpeercert(binary_form=True)
    if shown is None or shown not in peers:
        raise PeerOther
    return shown


def _show(made: ssl.SSLContext, pem: bytes) -> None:
    handle = os.memfd_create("link", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(pem)
        made.load_cert_chain(f"/proc/self/fd/{handle}")
    finally:
        os.close(handle)
