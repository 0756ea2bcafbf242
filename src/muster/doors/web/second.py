"""The second person of an act that two people sign: fields of its form, for this act alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.doors.web.binding import source_of
from muster.doors.web.request import Request
from muster.site import operators
from muster.site.access import beside
from muster.site.rights import Operator

LONGEST = 200


class SecondForm(forms.Form):
    """A form that another operator signs, too; show its fields last, above the button.

    Whoever shows more than a PIN at sign-in gives a code as well: from a telephone, from paper, or
    drawn in a session of their own, where they showed a key.
    """

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

    second_code = forms.CharField(
        label=_("Code of the second person"),
        help_text=_("Where they show more than a PIN; else leave it empty."),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def signing(self, request: Request) -> Operator:
        """Return who signed beside the operator.

        Raises ``SignInRefused``, ``SignInLater``, and what ``beside.prove`` does.
        """
        fields = self.cleaned_data
        return signing(request, fields["second"], fields["second_pin"], fields["second_code"])


def signing(request: Request, name: str, pin: str, code: str) -> Operator:
    """Return the second person of one act, by name and PIN, and a code where one is asked for."""
    door, source = request.door, source_of(request)
    with door.signing_in:
        second = operators.sign_in(door.site, door.patience, name, pin, source)
    if not beside.is_asked(door.site, second) or door.beside.redeem(code) == second.id:
        return second
    beside.prove(door.site, door.patience, second, code, source)
    return second
