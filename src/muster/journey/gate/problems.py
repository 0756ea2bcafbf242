"""What cannot be used at a gate."""

from muster.ground.problem import Refused


class GateShutForGood(Refused):
    """A gate that was shut for good is not opened again by a slip."""

    code = "gate.shut-for-good"
    sentence = "This gate was shut for good."
    advice = "Name a new gate if another one is opened there."
