"""Every address that this machine answers to, from what the system says of itself."""

from ipaddress import ip_address
from pathlib import Path

from muster.ground.secrecy.tls import is_private

_FOUR = Path("/proc/net/fib_trie")
_SIX = Path("/proc/net/if_inet6")
_LOCAL = "/32 host LOCAL"
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - asked for, not listened on
_FOURTH = 4


def addresses(four: Path = _FOUR, six: Path = _SIX) -> tuple[str, ...]:
    """Return the private addresses of this machine: others can reach the first ones, itself last.

    On a system that does not say, it is itself alone.
    """
    found = {*_read_four(four), *_read_six(six), "127.0.0.1"}
    return tuple(sorted(filter(is_private, found), key=_rank))


def reachable(host: str, found: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Return the addresses by which others reach a listener on ``host``; ``found`` are all here.

    A listener on 0.0.0.0 answers to no address of version 6.
    """
    if host not in _EVERYWHERE:
        return (host,)
    each = map(ip_address, addresses() if found is None else found)
    outside = [one for one in each if not (one.is_loopback or one.is_link_local)]
    fitting = [str(one) for one in outside if host == "::" or one.version == _FOURTH]
    return tuple(fitting) or ("127.0.0.1",)


def _rank(address: str) -> tuple[bool, bool, int, bytes]:
    found = ip_address(address)
    return found.is_loopback, found.is_link_local, found.version, found.packed


def _read_four(path: Path) -> set[str]:
    found, last = set(), ""
    for line in _lines(path):
        if "|-- " in line:
            last = line.rpartition(" ")[2]
        elif line.strip() == _LOCAL:
            found.add(last)
    return found


def _read_six(path: Path) -> set[str]:
    raw = (line.split()[0] for line in _lines(path) if line.strip())
    return {str(ip_address(bytes.fromhex(one))) for one in raw}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("ascii").splitlines()
    except OSError:
        return []
