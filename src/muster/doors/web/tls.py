"""What the screens are served under: a context whose certificate is renewed while it is in use.

A key reaches OpenSSL through a file, as Python has it; here that file lies in memory alone.
"""

import os
import ssl
from collections.abc import Callable
from pathlib import Path

import msgspec

from muster.doors.web.addresses import addresses
from muster.site import authority
from muster.site.authority import Leaf
from muster.site.site import Site


class Tls(msgspec.Struct, frozen=True):
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path


class OwnTls:
    """The site's own certificate, for its name and all addresses of this machine."""

    def __init__(
        self, site: Site, host: str = "", found: Callable[[], tuple[str, ...]] = addresses
    ) -> None:
        self._site = site
        self._host = host
        self._addresses = found
        self.leaf = self._issued()
        self.context = _context()
        load(self.context, self.leaf)

    def _issued(self) -> Leaf:
        return authority.leaf(self._site, (*self._addresses(), self._host))

    def renew(self) -> bool:
        """Take a new leaf where an address is new or its end is near; return whether it did."""
        leaf = self._issued()
        if leaf == self.leaf:
            return False
        load(self.context, leaf)
        self.leaf = leaf
        return True


def given(tls: Tls) -> ssl.SSLContext:
    """Return a context for a certificate that somebody else issued."""
    context = _context()
    context.load_cert_chain(tls.certificate, tls.key)
    return context


def of_pem(chain: bytes, key: bytes) -> ssl.SSLContext:
    """Return a context for a certificate that is in memory alone."""
    context = _context()
    _load(context, key + chain)
    return context


def load(context: ssl.SSLContext, leaf: Leaf) -> None:
    """Let ``context`` answer with ``leaf`` from now on; nothing of it touches a disk."""
    _load(context, leaf.key + leaf.chain)


def _load(context: ssl.SSLContext, pem: bytes) -> None:
    handle = os.memfd_create("leaf", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(pem)
        context.load_cert_chain(f"/proc/self/fd/{handle}")
    finally:
        os.close(handle)


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
