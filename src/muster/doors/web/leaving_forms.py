"""The forms of files that leave, one for each profile, and of whom they are sealed to.

Each asks for what the profile needs and no more: a workbook for whom and how many, PFIF for fields
one by one, a carrier's list for the lift. None has a default recipient.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from muster.doors.web.disposing import NONE, Recorded, text
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.doors.web.tags import label
from muster.doors.web.times import TimeField
from muster.doors.web.words import EXPORT_COLUMNS, MANIFESTS, MARKS, STAGES, say
from muster.ground.people.ids import LiftId, RecipientId, read, spell
from muster.site.export import carrier, people, recipients, tracing
from muster.site.export.asking import LONGEST_DAYS, USUAL_DAYS, Asked
from muster.site.export.carrier import Manifest
from muster.site.export.people import Filters
from muster.site.export.profiles import Profile
from muster.site.registry import stories

MOST = 10_000_000
LONGEST_KEY = 100
_OFF = {"autocomplete": "off", "spellcheck": "false"}


def several(label: Any, *, wrong: Any = "") -> forms.MultipleChoiceField:  # noqa: ANN401
    """Return boxes of which any may be ticked, at least one where ``wrong`` is said."""
    return forms.MultipleChoiceField(
        label=label,
        required=bool(wrong),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": wrong},
    )


class Leaving(forms.Form):
    """For whom a file is, what for, and how many rows the sender takes it for."""

    profile = Profile.PARTNER
    order: tuple[str, ...] = ("stages", "categories")

    to = forms.ChoiceField(
        label=_("Recipient"),
        widget=Recorded,
        error_messages={"required": _("Choose who is to open it.")},
    )
    purpose = text(_("Purpose"), wrong=_("Say what it is needed for: it goes on record."))
    stages = several(_("Only people at this stage"))
    categories = several(_("Only people of this category"))
    rows = forms.IntegerField(
        label=_("How many rows you expect"),
        help_text=_("Where it is another number, nothing leaves."),
        min_value=0,
        max_value=MOST,
        error_messages={"required": _("Type how many rows you expect.")},
    )
    days = forms.IntegerField(
        label=_("Days until it is destroyed"),
        initial=USUAL_DAYS,
        min_value=1,
        max_value=LONGEST_DAYS,
    )

    def __init__(self, request: Request, *given: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self.fill(request)
        self.order_fields(("to", "purpose", *self.order, "rows", "days"))

    def fill(self, request: Request) -> None:
        """Offer what is on record."""
        known = recipients.recipients(request.door.site, request.operator)
        living = [(spell(one.id), one.recipient.name) for one in known if not one.recipient.dropped]
        self.offer("to", [("", NONE), *living])
        self.offer("stages", [(one, say(STAGES, one)) for one in people.STAGES])
        if "categories" in self.fields:
            self._offer_categories(request)

    def _offer_categories(self, request: Request) -> None:
        """Offer the categories of whoever is on record, in the words of the rule."""
        labels = request.door.labels()
        known = people.categories(request.door.site, request.operator)
        self.offer("categories", [(one, label(one, labels)) for one in known])
        if not known:
            del self.fields["categories"]

    def offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Let one of ``choices`` be taken, where the form has this field."""
        if name in self.fields:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
            field.choices = list(choices)

    def asked(self) -> Asked:
        """Return what was asked for."""
        given = self.cleaned_data
        filters = Filters(*(tuple(given.get(one, ())) for one in ("stages", "marks", "categories")))
        return Asked(
            profile=self.profile,
            expected=given["rows"],
            purpose=given["purpose"],
            to=RecipientId(read(given["to"])),
            days=given["days"],
            filters=filters,
        )


class Receiving(Leaving):
    """The sheet of a state that takes people in."""

    profile = Profile.RECEIVING_STATE
    order: tuple[str, ...] = ("stages", "marks", "categories")

    marks = several(_("Only people with this mark"))

    @override
    def fill(self, request: Request) -> None:
        """Offer what is on record, and the marks."""
        super().fill(request)
        self.offer("marks", [(one, say(MARKS, one)) for one in people.MARKS])


class Repatriating(Receiving):
    """The sheet of a head of family."""

    profile = Profile.REPATRIATION


class Choosing(Receiving):
    """Columns one by one."""

    profile = Profile.CHOSEN
    order: tuple[str, ...] = ("columns", "stages", "marks", "categories")

    columns = several(_("Columns"), wrong=_("Choose the columns that the purpose needs."))

    @override
    def fill(self, request: Request) -> None:
        """Offer what is on record, and the columns."""
        super().fill(request)
        self.offer("columns", [(one, say(EXPORT_COLUMNS, one)) for one in people.COLUMNS])

    @override
    def asked(self) -> Asked:
        """Return what was asked for, with the columns."""
        return msgspec.structs.replace(super().asked(), columns=tuple(self.cleaned_data["columns"]))


class Families(Receiving):
    """PFIF, which is read in public: field by field."""

    profile = Profile.FAMILY
    order: tuple[str, ...] = (
        "fields_",
        "domain",
        "expires",
        "stages",
        "marks",
        "categories",
    )

    fields_ = several(
        _("Fields"), wrong=_("PFIF is read in public: choose each field that it may say.")
    )
    domain = text(
        _("Domain that answers for these records"),
        required=False,
        note=_("For records that nobody named before; empty where there is none."),
    )
    expires = TimeField(label=_("When readers shall forget these people, in UTC"), required=False)

    @override
    def fill(self, request: Request) -> None:
        """Offer what is on record, and the fields."""
        super().fill(request)
        self.offer("fields_", [(one, one) for one in tracing.FIELDS])

    @override
    def asked(self) -> Asked:
        """Return what was asked for, with the fields."""
        given = self.cleaned_data
        domain = given["domain"] or tracing.DOMAIN
        traced = tracing.Asked(tuple(given["fields_"]), domain, given["expires"])
        return msgspec.structs.replace(super().asked(), traced=traced)


class Carrying(Leaving):
    """The passenger list of a lift, for its carrier."""

    profile = Profile.CARRIER
    order: tuple[str, ...] = (
        "lift",
        "manifest",
        "number",
        "origin",
        "destination",
        "for_whom",
        "edition",
    )

    lift = forms.ChoiceField(
        label=_("Lift"), widget=Recorded, error_messages={"required": _("Choose the lift.")}
    )
    manifest = forms.ChoiceField(
        label=_("Manifest"), choices=[(code, _(word)) for code, word in MANIFESTS.items()]
    )
    number = text(
        _("Number the carrier knows it by"), required=False, note=_("Empty: the name of the lift.")
    )
    origin = text(_("Port it leaves, three letters"), required=False)
    destination = text(_("Port it goes to, three letters"), required=False)
    for_whom = text(_("Carrier"), required=False)
    edition = forms.ChoiceField(
        label=_("Edition of the message"), choices=[(one, one) for one in carrier.EDITIONS]
    )
    stages = None  # type: ignore[assignment] # a manifest is whole
    categories = None  # type: ignore[assignment]

    @override
    def fill(self, request: Request) -> None:
        """Offer what is on record, and the lifts."""
        super().fill(request)
        rows = stories.lifts(request.door.site, request.operator)
        self.offer("lift", [("", NONE), *((spell(row.id), row.lift.name) for row in rows)])

    @override
    def asked(self) -> Asked:
        """Return what was asked for, with the lift."""
        given = self.cleaned_data
        carried = carrier.Asked(
            LiftId(read(given["lift"])),
            Manifest(given["manifest"]),
            given["number"],
            given["origin"],
            given["destination"],
            given["for_whom"],
            given["edition"],
        )
        return msgspec.structs.replace(super().asked(), carried=carried)


FORMS: dict[Profile, type[Leaving]] = {
    one.profile: one for one in (Receiving, Repatriating, Leaving, Choosing, Families, Carrying)
}
"""The form of each profile, in the order in which they are offered."""


class NewRecipient(SecondForm):
    """Whose key it is, and what was read out to us of its fingerprint, signed by two."""

    name = text(_("Name"), wrong=_("Name the recipient."))
    key = forms.CharField(
        label=_("Public key"),
        help_text=_("As the recipient sent it: one line that begins with age1."),
        max_length=LONGEST_KEY,
        widget=forms.TextInput(_OFF),
        error_messages={"required": _("Give the public key.")},
    )
    fingerprint = forms.CharField(
        label=_("Fingerprint as it was read to you"),
        help_text=_("Eight groups of four. By telephone or face to face, not as the key came."),
        max_length=LONGEST_KEY,
        widget=forms.TextInput(_OFF),
        error_messages={"required": _("Let the recipient read you the fingerprint.")},
    )
    how = text(
        _("How it was compared, and with whom"),
        wrong=_("Say how it was compared: it goes on record."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self.order_fields(
            ("name", "key", "fingerprint", "how", "second", "second_pin", "second_code")
        )


class Dropping(forms.Form):
    """Why nothing is sealed to a recipient any more."""

    recipient = forms.CharField(max_length=26, widget=forms.HiddenInput)
    reason = text(_("Why"), wrong=_("Say why: it goes on record."))
