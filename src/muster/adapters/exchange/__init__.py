"""What two sites tell each other, over a link or on a stick, until both hold the same.

``vector`` says what a site holds in 19 bytes a log; ``covering`` is the rule of what a peer lacks;
``packing`` makes chunks of at most 64 kB; ``session`` is the conversation, a machine without socket
or clock; ``receipts`` are signed words for what is durable; ``link`` carries it over TLS. The site
hands it a log to read (``record``): nothing here knows a store or a fact.
"""
