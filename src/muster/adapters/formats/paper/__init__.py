"""Paper: passes and wristbands as PDF, in the holder's language, drawn by typst."""
