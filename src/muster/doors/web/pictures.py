"""QR codes as SVG inside the page: drawn here, asked of nobody, kept nowhere."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe
from segno.helpers import make_wifi_data

LONGEST_SSID = 32
LONGEST_PHRASE = 63


def code(text: str) -> SafeString:
    """Return a QR code of ``text``; its size is the page's to set."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, light="#fff"
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - it holds a drawing and no text


def wifi(ssid: str, phrase: str) -> SafeString:
    """Return the QR code by which a phone joins a Wi-Fi; open where there is no phrase."""
    data = make_wifi_data(ssid=ssid, password=phrase or None, security="WPA" if phrase else None)
    return code(data)
