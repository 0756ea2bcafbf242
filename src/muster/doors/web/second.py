"""The second person of an act that two people sign: two fields of its form, for this act alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.doors.web.binding import source_of
from muster.doors.web.request import Request
from muster.site import operators
from muster.site.rights import Operator

LONGEST = 200


class SecondForm(forms.Form):
    """A form that another operator signs, too; show its two fields last, above the button."""

    second = forms.CharField(
        label=_("Second person"),
        help_text=_("Another operator who signs this beside you."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Two people sign this: let the second give a name.")},
    )
    second_pin = forms.CharField(
        label=_("PIN of the second person"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        error_messages={"required": _("Let the second person give their PIN.")},
    )

    def signing(self, request: Request) -> Operator:
        """Return who signed beside the operator; raise ``SignInRefused`` or ``SignInLater``."""
        door, fields = request.door, self.cleaned_data
        with door.signing_in:
            name, pin, source = fields["second"], fields["second_pin"], source_of(request)
            return operators.sign_in(door.site, door.patience, name, pin, source)
