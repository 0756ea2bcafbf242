"""Bytes and the field's words: lists in CSV, XLSX, XLS, ODS, PFIF and PAXLST; what goes out.

The way of a list: ``sandbox.open_file`` parses it in a fenced child process into a ``Table`` (or
PFIF ``Records``, or ``PassengerLists`` of a carrier); ``proposal.propose`` says what each column
seems to mean and what must be asked; the operator confirms the ``Mapping``; ``reading.read`` turns
rows into ``ClaimRow`` or into ``Rejected``. One bad row never stops a list; a list of mostly bad
rows stops before anything is written. ``corrections`` gives the bad rows back; ``export``, ``pfif``
and ``paxlst`` write what leaves. ``mrz`` reads the machine-readable zone of a document, typed or in
a column.

This room knows no site, no store and no clock: the day a list was received is handed in. It writes
nothing to disk and keeps nothing of a file but its digest.
"""
