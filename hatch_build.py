"""Build hook: a wheel carries the browser's files, so that nothing is fetched at run time.

An editable install (``uv sync``) leaves them alone: ``make install`` lays them in the work tree.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserFiles(BuildHookInterface[Any]):
    """Lay the browser's files before a wheel is packed, and have it take them in.

    Git ignores their folder, and so would the wheel: ``artifacts`` says otherwise.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run ``house/assets.py`` unless ``version`` says that this is an editable install."""
        if version == "editable":
            return
        subprocess.run([sys.executable, str(Path(self.root, "house", "assets.py"))], check=True)
        build_data["artifacts"].append("/src/muster/doors/web/assets/**")
