"""What cannot be used when figures are added, subtracted or entered, and what to do about it."""

from muster.ground.problem import Problem, Refused


class UnitDiffers(Refused):
    """Souls and seats never mix; times are not added at all."""

    code = "figures.unit-differs"
    sentence = "One figure counts {first}, the other {second}: they do not add up."
    advice = "Compare figures of one unit; times stand alone."


class PopulationDiffers(Refused):
    """Two figures that count different people."""

    code = "figures.population-differs"
    sentence = "One figure counts {first}, the other {second}: not the same people."
    advice = "Read the sentences of both populations and show the figures side by side."


class BaseDiffers(Refused):
    """Two running totals that do not count from one date."""

    code = "figures.base-differs"
    sentence = "One figure counts from {first}, the other from {second}."
    advice = "Totals from different dates are no contradiction; show both with their dates."


class CutDiffers(Refused):
    """Two figures that were not counted from the same record."""

    code = "figures.cut-differs"
    sentence = "The figures were counted from different cuts, as of {first} and {second}."
    advice = "Count both at one cut, so that the result can be recounted."


class WindowMissing(Refused):
    """A stock at one moment is not added to another."""

    code = "figures.window-missing"
    sentence = "The figure {figure} has no window: it says how many there are, not how many came."
    advice = "Add or subtract flows; show stocks side by side."


class WindowsOverlap(Refused):
    """Two windows that share time would count people twice."""

    code = "figures.windows-overlap"
    sentence = "The windows of the figures overlap, at {first} and {second}."
    advice = "Choose windows that meet: the end of one is the start of the other."


class WindowsApart(Refused):
    """Two windows with time between them leave people out."""

    code = "figures.windows-apart"
    sentence = "The windows of the figures do not meet, at {first} and {second}."
    advice = "Choose windows that meet: the end of one is the start of the other."


class PublisherMissing(Problem):
    """A published number needs who published it and in which words."""

    code = "figures.publisher-missing"
    sentence = "A published number needs its series, its publisher and the sentence it stood in."
    advice = "Name the office or paper and quote what it said."


class ReadingUnordered(Problem):
    """A published number whose readings are the wrong way round."""

    code = "figures.reading-unordered"
    sentence = "Expected a low and a high reading from 0 on, found {low} to {high}."
    advice = "Write the lower reading first; the same number twice if there is one."


class PublishedUnitUnknown(Problem):
    """A published number in no unit of ours."""

    code = "figures.unit-unknown"
    sentence = "Expected one of {expected} units for a published number."
    advice = "Say whether it counts souls, seats, parties, lifts or items."


class EstimateUnattributed(Problem):
    """An estimate without a source, a method or whom it is of (R29)."""

    code = "figures.estimate-unattributed"
    sentence = "An estimate needs its source, its method and whom it is of."
    advice = "Say who made it and how: a count of houses, a list of staff, a survey."


class EstimateAhead(Problem):
    """An estimate that is dated after it was entered."""

    code = "figures.estimate-ahead"
    sentence = "Expected an estimate made by {now}, found one made on {made}."
    advice = "Give the date on which the source made it."


class ReportUnreadable(Problem):
    """A file that is no report of this form."""

    code = "figures.report-unreadable"
    sentence = "Expected the JSON of a situation report, found {found} bytes of something else."
    advice = "Take the file that was written with --json; nothing in it may be changed."


class NoReportKept(Problem):
    """No report was kept to be held against."""

    code = "figures.no-report-kept"
    sentence = "Expected a report that was given earlier, found none on record."
    advice = "Give a report with --keep, or name the JSON of an earlier one."


class PublishedWindowWrong(Problem):
    """A window that ends before it begins, or a running total that does not end."""

    code = "figures.window-wrong"
    sentence = "Expected a window that begins before it ends, from {begins} to {ends}."
    advice = "A flow has a start and an end; a running total has an end and, if stated, a base."
