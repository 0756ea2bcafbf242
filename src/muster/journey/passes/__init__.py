"""Passes: what a pass says, issuing and revoking it, and whether one that is shown is genuine.

The *inner* pass (MP1) is a signed COSE message for our own gates: a window, a gate, a number of
souls, a kind of binding, and nothing of its bearer. The *outer* pass is for a checkpoint that
others hold: it is not signed, so that it proves nothing to anybody. ``verifying.verify`` says
whether a text is a pass of ours, in numbered steps, and reads no clock; what a gate makes of it is
decided in the room ``gate``. The bytes are described in ``docs/format/pass.md``.
"""
