"""A second count of every figure, by a program that shares no code with the first.

It was written from ``docs/figures.md``, "Counting it again", and imports nothing of Muster, so that
a mistake in a room is not made again here (T35). It is handed entries as plain arrays, with only
those fields that ``docs/format/bundle.md`` names: from a site, or out of an audit bundle.

``entries`` says which of them count, in which order; ``person`` and ``lift`` gather what was put on
record of one; ``record`` holds all of it; ``standing`` says where a person is; ``voyages`` who was
seen on which lift. Each of ``moved``, ``people`` and ``dead`` counts its figures: whoever adds a
figure adds a function to the ``FIGURES`` there. ``compare`` holds a report against the count.
"""
