"""PFIF, the People Finder Interchange Format: 1.1 to 1.4 read, the same written.

Records carry the field names of 1.4, whatever version they came in. Person Finder's records were
public: nothing is written in PFIF unless an operator chose each field (``people.md``, Formats).
Nothing is ever fetched from a ``photo_url`` or a ``source_url``.
"""
