"""What a signed fact is: bytes, order, chains, segments, merge, proof.

A **fact** is plain text of one kind; an **entry** is a fact as stored, sealed, in its place; a
**log** is one writer's chain of entries in one compartment; a **segment** is a run of entries that
carries one signature. The bytes are described in ``docs/format``; this room promises that nothing
that does not match them is ever taken for a fact, and that two holders of the same entries put them
in the same order. It holds no keys: sealing is ``secrecy``'s.
"""
