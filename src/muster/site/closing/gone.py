"""What answers in the place of a scuttled site, for a few seconds: gone, and keep nothing of it.

Tablets ask every two seconds. Over TLS the answer is taken for the site's own word: whoever hears
it drops keys, lists and what waits, which nobody can open any more. Over http it is worth nothing,
since anybody on the same Wi-Fi could say it; there, and out of reach, the end of the lease does it.
"""

import os
import socket
import ssl
import time
from contextlib import suppress
from threading import Thread

SECONDS = 6.0
"""How long it is said: each tablet in reach asks at least twice."""
_PATIENCE = 1.0
_LONGEST = 64 * 1024
_SAID = (
    b"HTTP/1.1 410 Gone\r\n"
    b'Clear-Site-Data: "cache", "storage"\r\n'
    b"Cache-Control: no-store\r\n"
    b"Content-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)


def say_gone(listening: socket.socket, pem: bytes, seconds: float = SECONDS) -> None:
    """Answer whoever asks at ``listening`` for some ``seconds``; raise nothing.

    ``pem`` is the key and the chain of the server that is gone, empty where it had no TLS.
    """
    context = _context(pem) if pem else None
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        listening.settimeout(left)
        try:
            asked, _ = listening.accept()
        except OSError:
            return
        Thread(target=_say, args=(asked, context), daemon=True).start()


def _say(asked: socket.socket, context: ssl.SSLContext | None) -> None:
    with suppress(OSError), asked:
        asked.settimeout(_PATIENCE)
        if context is None:
            _answer(asked)
            return
        with context.wrap_socket(asked, server_side=True) as secure:
            _answer(secure)


def _answer(asked: socket.socket) -> None:
    asked.recv(_LONGEST)
    asked.sendall(_SAID)


def _context(pem: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    handle = os.memfd_create("leaf", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(pem)
        context.load_cert_chain(f"/proc/self/fd/{handle}")
    finally:
        os.close(handle)
    return context
