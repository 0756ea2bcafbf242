"""What cannot be used when records are judged, and what to do about it."""

from muster.ground.problem import Problem


class SameRecord(Problem):
    """A record judged against itself."""

    code = "matching.same-record"
    sentence = "Expected two records to judge, found the same one twice."
    advice = "Give the ids of two different records."


class RecordUnknown(Problem):
    """A judgement of a record that is not here."""

    code = "matching.record-unknown"
    sentence = "Expected two people on record here, found {found} of them."
    advice = "Search for both and judge by the ids that are shown."
