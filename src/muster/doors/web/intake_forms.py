"""The forms of the intake queue: a sorting by hand, and how long claims may wait."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.doors.web.disposing import Word, text
from muster.journey.registry.triage import LEAST_URGENT, MOST_URGENT, Sorting
from muster.site.registry.handling import LONGEST_WAIT


class SortedByHand(forms.Form):
    """Where a claim goes, and how urgent it is."""

    desk = text(
        _("Desk"),
        note=_("One word in small letters, like medical."),
        wrong=_("Say to which desk it goes."),
    )
    urgency = forms.IntegerField(
        label=_("Urgency"),
        help_text=_("From 1, the most urgent, to 9."),
        min_value=MOST_URGENT,
        max_value=LEAST_URGENT,
        error_messages={"required": _("Say how urgent it is.")},
    )
    reason = text(
        _("Reason"),
        note=_("One word in small letters, like child-alone."),
        wrong=_("Say why."),
    )

    def sorting(self) -> Sorting:
        """Return what was said."""
        said = self.cleaned_data
        return Sorting(desk=said["desk"], urgency=said["urgency"], reason=said["reason"])


def _hours(label: Word) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=_("Hours. Empty is no limit."),
        required=False,
        min_value=1,
        max_value=LONGEST_WAIT,
    )


class Limits(forms.Form):
    """How many hours a claim may wait in each stage."""

    received = _hours(_("Until it is sorted"))
    triaged = _hours(_("Until it is decided"))
    decided = _hours(_("Until it is answered"))
