"""The machine-readable zone of travel documents (ICAO 9303), read as it is typed.

TD1, TD2, TD3, MRV-A, MRV-B, and the old French identity card, which has a layout of its own.
``shapes.zone_lines`` makes lines of what was typed, pasted or sent by a reader; ``reader.look``
says what stands in them, whole or not yet; ``suggestions.suggest`` what was probably meant;
``bearer.bearer`` puts it into the field's words. All of it is pure: today is handed in, nothing is
kept.

A wrong digit is a finding and never a Problem: cards differ, and the operator may keep what stands
on the card. State codes are looked up and not enforced.
"""
