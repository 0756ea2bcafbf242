"""Take the picture of the board that the README shows, from any site that is being served.

``python -m tests.web.take_screenshot ADDRESS NAME PIN_FILE [PICTURE]``
"""

import sys
from pathlib import Path

from tests.web.browser import chromium, watched

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "board.png"
SIZE = {"width": 1440, "height": 900}


def take(address: str, name: str, pin: str, picture: Path = PICTURE) -> None:
    """Sign in as ``name`` and put the whole board into ``picture``."""
    with chromium() as browser, watched(browser, address, viewport=SIZE) as page:
        page.sign_in(name, pin)
        page.page.locator("#board").wait_for()
        page.page.screenshot(path=picture, full_page=True)


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    address, name, pin_file, *where = sys.argv[1:]
    take(address, name, Path(pin_file).read_text("utf-8").strip(), *map(Path, where))
