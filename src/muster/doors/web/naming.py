"""The forms of closing: over open points with a reason, over open people by naming each of them."""

from collections.abc import Iterator, Sequence

import msgspec
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from muster.doors.web.disposing import LONGEST, NONE, text
from muster.doors.web.second import SecondForm
from muster.doors.web.words import LEFT_REASONS
from muster.ground.people.ids import spell
from muster.journey.closing import rules
from muster.journey.closing.facts import LeftReason
from muster.site.closing.left import PersonLeft

MOST_NAMED = 250
"""More than that nobody fills in on a page, nor fits a form: the command line takes a file."""


class Ending(forms.Form):
    """Closing a gate or a site; over open points it takes both fields."""

    reason = text(
        _("Reason"), required=False, note=_("Needed where a point of the list is still open.")
    )
    witness = text(
        _("Witness"), required=False, note=_("Who stood beside, where a point is still open.")
    )


class Reopening(forms.Form):
    """Opening again."""

    reason = text(_("Reason"), wrong=_("Say why: it goes on record."))


class NamingRow(msgspec.Struct, frozen=True):
    """One open person with the two fields that name them."""

    person: PersonLeft
    reason: forms.BoundField
    known: forms.BoundField


class Naming(SecondForm):
    """Closing the operation: each open person named, two people signing."""

    every = forms.ChoiceField(label=_("Reason for everybody without one of their own"))
    reason = text(
        _("Why it closes over open points"),
        required=False,
        note=_("Needed where a point of the list is still open."),
    )
    confirm = text(
        _("Name of the operation, once more"),
        wrong=_("Type the name of the operation: closing it is not done by a slip."),
    )

    def __init__(self, posted: QueryDict | None, people: Sequence[PersonLeft]) -> None:
        super().__init__(posted)
        self._people = people
        reasons = [("", NONE), *((code, _(word)) for code, word in LEFT_REASONS.items())]
        self.fields["every"] = forms.ChoiceField(
            label=self.fields["every"].label, choices=reasons, required=False
        )
        for one in people:
            name = spell(one.id)
            self.fields[f"reason-{name}"] = forms.ChoiceField(choices=reasons, required=False)
            self.fields[f"known-{name}"] = forms.CharField(
                max_length=LONGEST, required=False, widget=forms.TextInput({"autocomplete": "off"})
            )

    def rows(self) -> Iterator[NamingRow]:
        """Yield every open person with the fields that name them."""
        for one in self._people:
            name = spell(one.id)
            yield NamingRow(one, self[f"reason-{name}"], self[f"known-{name}"])

    def named(self) -> list[rules.Naming]:
        """Return everybody who was named; whoever has no reason was not."""
        fields, found = self.cleaned_data, []
        for one in self._people:
            name = spell(one.id)
            reason = fields[f"reason-{name}"] or fields["every"]
            if reason:
                known = fields[f"known-{name}"]
                found.append(rules.Naming(one.id, LeftReason(reason), known))
        return found
