"""A time in a form: typed or picked, in UTC."""

from django import forms
from django.core.exceptions import ValidationError
from typing_extensions import override

from muster.doors.web.answers import said
from muster.ground.people.moment import Instant, iso, read_iso
from muster.ground.problem import Problem


class TimeField(forms.CharField):
    """Reads 2021-08-26T13:06; a missing zone is UTC. Gives an instant, none for nothing."""

    widget = forms.TextInput({"type": "datetime-local", "autocomplete": "off"})

    @override
    def clean(self, value: object) -> Instant | None:
        """Return the instant; raise what ``TimeUnreadable`` says."""
        text = super().clean(value)
        try:
            return read_iso(text) if text else None
        except Problem as problem:
            raise ValidationError(" ".join(said(problem))) from None


def typed(at: Instant | None) -> str:
    """Return an instant as such a field shows it, to the minute; nothing for none."""
    return iso(at)[:16] if at is not None else ""
