"""Muster keeps account of people in an evacuation, from the first claim to a safe place.

The journey of a person runs through five wings: ``ground`` is what every room stands on,
``journey`` is the way out, room by room, ``adapters`` speak to the world, ``site`` joins them, and
``doors`` are the ways in. A wing knows only the wings that come before it in this list.
"""

__version__ = "0.1.0"
