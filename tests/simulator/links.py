"""How sites tell each other: interim."""

from tests.simulator.operation import Post
from muster.site.accept import accept
from muster.ground.problem import Problem
from muster.site.problems import KeyLost, SegmentGap, OwnLogAhead


def meet(one: Post, other: Post, cut: int | None = None) -> str:
    for sender, receiver in ((one, other), (other, one)):
        wraps = tuple(sender.site.store.wraps())
        for log in sender.site.store.logs():
            for row in sender.site.store.segments(log.number):
                if cut is not None:
                    cut -= 1
                    if cut < 0:
                        return f"meets {other.name}, cut"
                try:
                    accept(receiver.site, receiver.by, log.certificate, log.compartment, [row.data], wraps)
                except (SegmentGap, KeyLost, OwnLogAhead):
                    pass
    return f"meets {other.name}"
