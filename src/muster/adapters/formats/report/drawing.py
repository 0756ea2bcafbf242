"""Drawing SVG as text: a few shapes, every text escaped, attributes only.

A page under ``style-src 'self'`` ignores ``style`` attributes and elements, so none is made. Each
picture is an image with a title and a description that says in words what it shows.
"""

from collections.abc import Iterable

from muster.adapters.formats.report.clean import escape

INK = "#1a1a1a"
FAINT = "#595959"
LINE = "#8a8a8a"
OURS = "#1f4e8c"
DOUBT = "#a9c1e3"
THEIRS = "#8a4b00"
ALARM = "#b10e1e"
PAPER = "#ffffff"


def picture(
    name: str, size: tuple[int, int], title: str, description: str, shapes: Iterable[str]
) -> str:
    """Return an SVG of ``size`` (width, height); ``name`` makes its ids unique in a page."""
    width, height = size
    words = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-family="sans-serif" font-size="12">'
        f"{words}{box((0, 0, width, height), PAPER)}{''.join(shapes)}</svg>"
    )


def box(
    where: tuple[float, float, float, float],
    fill: str,
    stroke: str | None = None,
    *,
    dashed: bool = False,
) -> str:
    """Return a rectangle at (x, y, width, height)."""
    x, y, width, height = where
    line = "" if stroke is None else f' stroke="{stroke}" stroke-width="1.5"'
    dashes = ' stroke-dasharray="3 2"' if dashed else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" '
        f'height="{max(0.0, height):.1f}" fill="{fill}"{line}{dashes}/>'
    )


def line(start: tuple[float, float], end: tuple[float, float], stroke: str = LINE) -> str:
    """Return a line."""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{stroke}" stroke-width="1"/>'
    )


def arrow(start: tuple[float, float], length: float) -> str:
    """Return an arrow to the right."""
    x, y = start
    tip = x + length
    head = f"{tip:.1f},{y:.1f} {tip - 8:.1f},{y - 5:.1f} {tip - 8:.1f},{y + 5:.1f}"
    return line(start, (tip - 8, y), INK) + f'<polygon points="{head}" fill="{INK}"/>'


def words(
    where: tuple[float, float],
    text: str,
    *,
    fill: str = INK,
    anchor: str = "start",
    size: int | None = None,
    bold: bool = False,
) -> str:
    """Return text; ``anchor`` is start, middle or end."""
    more = ("" if size is None else f' font-size="{size}"') + (
        ' font-weight="bold"' if bold else ""
    )
    return (
        f'<text x="{where[0]:.1f}" y="{where[1]:.1f}" fill="{fill}" '
        f'text-anchor="{anchor}"{more}>{escape(text)}</text>'
    )
