"""Take a stranger's file off the disk: a plain file, whole, and no more of it than is wanted."""

from pathlib import Path

from muster.adapters.formats.problems import FileUnreadable


def from_disk(path: Path, most: int) -> bytes:
    """Return the first ``most`` bytes of a plain file; raise ``FileUnreadable``."""
    try:
        if not path.is_file():  # a pipe or a device could go on for ever
            raise FileUnreadable
        with path.open("rb") as file:
            return file.read(most)
    except (OSError, ValueError):
        raise FileUnreadable from None
