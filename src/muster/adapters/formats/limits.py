"""How much of a stranger's file is taken in; each limit has its own problem."""

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Limits of one import.

    ``file`` and ``unpacked`` are bytes, ``cell`` characters; ``memory`` (bytes of address space)
    and ``seconds`` (of processor time) bind the parser's process.
    """

    file: int = 64 << 20
    unpacked: int = 256 << 20
    rows: int = 1_000_000
    columns: int = 256
    cell: int = 10_000
    memory: int = 1 << 30
    seconds: int = 120
