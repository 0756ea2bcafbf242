"""What can be wrong with the shared words themselves."""

from muster.ground.problem import Problem


class IdUnreadable(Problem):
    """A text that should be an id is none."""

    code = "people.id-unreadable"
    sentence = "Expected an id of {expected} letters and digits, found {found} characters."
    advice = "Copy the id from the screen that shows it; six letters of it are enough to search."


class TimeUnreadable(Problem):
    """A text that should be a time is none."""

    code = "people.time-unreadable"
    sentence = "Expected a time like 2021-08-26T13:06Z, found {found} characters."
    advice = "Give date, time and zone; Z stands for UTC."


class ProfileUnreadable(Problem):
    """A category profile does not fit its schema."""

    code = "people.profile-unreadable"
    sentence = "The category profile cannot be read at {where}."
    advice = "Compare it with the one in docs/first.md."
