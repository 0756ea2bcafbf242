"""What is in the repository: the files that git tracks or would track, and their words."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def tracked(pattern: str = "*") -> list[Path]:
    """Return the files of the repository that match ``pattern``, sorted; ignored ones left out."""
    git = shutil.which("git") or "git"
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", pattern],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return sorted(ROOT / name for name in names if name and (ROOT / name).is_file())


def words(file: Path) -> str | None:
    """Return the text of ``file``, or nothing when it is a picture or other bytes."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        return None
