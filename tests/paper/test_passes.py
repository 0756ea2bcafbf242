"""Passes on paper: drawn, photographed badly, and read again; what an outer card says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typst
import zxingcpp
from PIL import Image
