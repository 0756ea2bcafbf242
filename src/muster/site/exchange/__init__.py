"""Other sites of the operation: enrolled, linked, met, answered on a stick, revoked.

What another writer put on record comes in through ``accept``, checked first and kept whole;
``exchanging`` and ``linking`` run sessions, ``sticks`` parcels, ``backing_up`` copies of the site.
"""
