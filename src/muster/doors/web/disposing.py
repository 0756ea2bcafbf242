"""The forms of items and prints: inventory, disposal, telling, entering a print, its end."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as said_now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from muster.doors.web.words import DISPOSALS, ITEM_KINDS, PRINT_ENDINGS, PRINT_KINDS
from muster.ground.people.ids import PlaceId, spell
from muster.ground.people.moment import Instant, read_iso
from muster.ground.people.problems import TimeUnreadable

Word = Any
"""A text, or the promise of one in the reader's language."""
LONGEST = 200
NONE = "\N{EN DASH}"
MOST = 10_000_000
_OFF = {"autocomplete": "off"}


def text(
    label: Word, *, wrong: Word = "", note: Word = "", required: bool = True
) -> forms.CharField:
    """Return one line of text; ``wrong`` is said where it is missing."""
    return forms.CharField(
        label=label,
        help_text=note,
        max_length=LONGEST,
        required=required,
        widget=forms.TextInput(_OFF),
        error_messages={"required": wrong},
    )


def choice(label: Word, table: dict[str, str], wrong: Word) -> forms.ChoiceField:
    """Return a choice of our words, none of them chosen."""
    choices = [("", NONE), *((code, _(word)) for code, word in table.items())]
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": wrong})


class Recorded(forms.Select):
    """A choice among names of the record, which are never translated."""

    @override
    def create_option(self, *given: Any, **named: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*given, **named)
        option["attrs"]["translate"] = "no"
        return option


class Inventory(forms.Form):
    """A thing that may be left behind, and whose data it bears."""

    kind = choice(_("Kind"), ITEM_KINDS, _("Choose what kind of thing it is."))
    description = text(
        _("What it is"),
        wrong=_("Say what it is."),
        note=_("So that somebody who was not there can tell it from others."),
    )
    custodian = text(
        _("Post that answers for it"),
        wrong=_("Name the post that answers for it."),
        note=_("A post, never the name of a person."),
    )
    place = forms.ChoiceField(label=_("Place"), required=False, widget=Recorded)
    count = forms.IntegerField(
        label=_("How many alike"),
        min_value=1,
        initial=1,
        error_messages={"required": _("Give a number."), "invalid": _("Give a number.")},
    )
    bears_data = forms.BooleanField(label=_("Data of people are on it or in it"), required=False)
    described = text(
        _("Whose data"),
        required=False,
        note=_("A group in words, such as: visa applicants since May. No names."),
    )
    souls = forms.IntegerField(
        label=_("About how many people"), min_value=0, max_value=MOST, required=False
    )

    def __init__(self, posted: QueryDict | None, places: Iterable[tuple[PlaceId, str]]) -> None:
        super().__init__(posted)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", NONE), *((spell(one), name) for one, name in places)]


class Disposing(forms.Form):
    """What became of an item."""

    disposal = choice(_("What became of it"), DISPOSALS, _("Choose what became of it."))
    method = text(_("How"), wrong=_("Say how, or how it was seen."))
    witnesses = text(
        _("Witnesses"),
        required=False,
        note=_("Who stood beside, separated by commas."),
    )


class Telling(forms.Form):
    """The people whose data an item bore were told."""

    via = text(_("Told through"), wrong=_("Say how they were told."))
    souls = forms.IntegerField(
        label=_("How many were told"),
        min_value=0,
        max_value=MOST,
        error_messages={"required": _("Give a number."), "invalid": _("Give a number.")},
    )


class Until(forms.CharField):
    """A time as people write it; its value is an instant."""

    @override
    def clean(self, value: object) -> Instant:
        try:
            return read_iso(str(super().clean(value)))
        except TimeUnreadable:
            message = said_now("Give a time like 2021-08-26T13:06Z.")
            raise forms.ValidationError(message) from None


class Entering(forms.Form):
    """A print that goes into the register."""

    kind = choice(_("Kind"), PRINT_KINDS, _("Choose what is on it."))
    holder = text(
        _("Post that holds it"),
        wrong=_("Name the post that holds it."),
        note=_("A post, never the name of a person."),
    )
    souls = forms.IntegerField(
        label=_("How many people are on it"),
        min_value=0,
        max_value=MOST,
        error_messages={"required": _("Give a number."), "invalid": _("Give a number.")},
    )
    expires = Until(
        label=_("Back or destroyed by"),
        help_text=_("A time like 2021-08-26T13:06Z."),
        widget=forms.TextInput(_OFF),
        error_messages={"required": _("Give a time like 2021-08-26T13:06Z.")},
    )
    number = text(
        _("Number on the sheet"),
        required=False,
        note=_("Left empty, the register gives the next one."),
    )


class PrintEnding(forms.Form):
    """What became of a print."""

    end = choice(_("What became of it"), PRINT_ENDINGS, _("Choose what became of it."))
    how = text(
        _("How"),
        wrong=_("Say how, or to which post it came back."),
        note=_("How it was destroyed or lost, or the post that took it back."),
    )
    witness = text(_("Witness"), required=False, note=_("Who stood beside when it was destroyed."))
