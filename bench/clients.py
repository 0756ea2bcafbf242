"""A client program for any server that takes scans over HTTP: the standard library and one thread.

It is told what to send, byte by byte, and takes no part in it: ``run`` starts it as a process of
its own, so that what it costs is not the server's. Each client has one connection and sends its
next scan when the one before was answered; a scan may be several requests, and is good if all of
them are. Times are from the first byte sent to the last one read.
"""

import pickle
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Asked = tuple[bytes, int, bytes]
"""A request as it is sent, the status that is right, and what the right answer's body holds."""
Scan = Sequence[Asked]
PATIENCE = 120.0


@dataclass
class Found:
    """What one run found: seconds for each good scan, seconds for all, how many were bad."""

    seconds: float = 0.0
    spans: list[float] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Good scans a second."""
        return len(self.spans) / self.seconds

    def late(self, share: float) -> float:
        """Return in how many milliseconds this share of the good scans was answered."""
        spans = sorted(self.spans)
        return 1_000 * spans[min(int(len(spans) * share), len(spans) - 1)] if spans else 0.0


def run(host: str, port: int, clients: Sequence[Sequence[Scan]]) -> Found:
    """Let each client send its scans, in a process of its own."""
    told = pickle.dumps((host, port, clients))
    command = [sys.executable, "-m", "bench.clients"]
    said = subprocess.run(command, input=told, capture_output=True, check=True).stdout
    found: Found = pickle.loads(said)  # noqa: S301 - from this program
    return found


class _Client:
    """One connection, and the scans that are sent over it one by one."""

    def __init__(self, place: tuple[str, int], scans: Sequence[Scan], found: Found) -> None:
        self._place = place
        self._found = found
        self._asked = self._each(scans)
        self._wanted: tuple[int, bytes] = (0, b"")
        self._is_good = True
        self._came = b""
        self._sent = b""
        self.socket = self._connected()

    def _connected(self) -> socket.socket:
        made = socket.create_connection(self._place, PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _each(self, scans: Sequence[Scan]) -> Iterator[bytes]:
        """Yield each request; between two of them its answer was taken in."""
        for scan in scans:
            began, self._is_good = time.perf_counter(), True
            for sent, status, holds in scan:
                self._wanted = (status, holds)
                yield sent
            if self._is_good:
                self._found.spans.append(time.perf_counter() - began)

    def ask(self) -> bool:
        """Send the next request; return whether there was one."""
        sent = next(self._asked, None)
        if sent is None:
            return False
        self._came, self._sent = b"", sent
        self.socket.sendall(sent)
        return True

    def hear(self) -> bool:
        """Take in what came; return whether the answer is whole."""
        part = self.socket.recv(1 << 16)
        self._came += part
        head, between, body = self._came.partition(b"\r\n\r\n")
        if not between:
            if not part:
                self._judge(0, b"")
            return not part
        fields = head.lower()
        _, is_told, rest = fields.partition(b"\r\ncontent-length:")
        length = int(rest.partition(b"\r\n")[0]) if is_told else -1
        if part and (length < 0 or len(body) < length):
            return False
        self._judge(int(head.split(b" ", 2)[1]), body)
        return True

    def _judge(self, status: int, body: bytes) -> None:
        wanted, holds = self._wanted
        if status != wanted or holds not in body:
            self._is_good = False
            self._found.bad.append(f"{status} {body[:80]!r}")

    def is_over(self) -> bool:
        """Say whether the server ends the connection with this answer."""
        return not self._came or b"\r\nconnection: close" in self._came.lower()

    def again(self) -> None:
        """Begin a new connection."""
        self.socket.close()
        self.socket = self._connected()


def _work(place: tuple[str, int], clients: Sequence[Sequence[Scan]]) -> Found:
    found = Found()
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for scans in clients:
            client = _Client(place, scans, found)
            if client.ask():
                selector.register(client.socket, selectors.EVENT_READ, client)
        while selector.get_map():
            ready = selector.select(PATIENCE)
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                if key.data.hear():
                    _go_on(selector, key.data)
    found.seconds = time.perf_counter() - began
    return found


def _go_on(selector: selectors.BaseSelector, client: _Client) -> None:
    over = client.is_over()
    if over:
        selector.unregister(client.socket)
        client.again()
    more = client.ask()
    if over and more:
        selector.register(client.socket, selectors.EVENT_READ, client)
    elif not over and not more:
        selector.unregister(client.socket)


def main() -> None:
    """Read what to send, send it, write what came of it."""
    host, port, clients = pickle.load(sys.stdin.buffer)  # noqa: S301 - from this program
    pickle.dump(_work((host, port), clients), sys.stdout.buffer)


if __name__ == "__main__":
    sys.modules["bench.clients"] = sys.modules["__main__"]  # so that Found is found by its name
    Found.__module__ = "bench.clients"
    main()
