"""The situation report on paper, on a terminal, for machines, and as pictures: one source.

``sections`` says what stands where, once, so that page and terminal cannot differ, and ``below``
which tables stand under the figures. ``html`` is one self-contained page: no script, no request, a
style sheet for print. ``svg`` makes the pictures, with attributes only, so that a page under a
strict content policy may embed them. ``pdf`` sets A4 paper, ``hxl`` is a CSV of the figures,
``json`` is what scripts read. Nothing here counts; every number comes from the figures.
"""

from muster.adapters.formats.report.html import page
from muster.adapters.formats.report.hxl import hxl
from muster.adapters.formats.report.json import document
from muster.adapters.formats.report.pdf import pdf
from muster.adapters.formats.report.svg import daily, journey, stock
from muster.adapters.formats.report.text import plain

__all__ = ["daily", "document", "hxl", "journey", "page", "pdf", "plain", "stock"]
