"""What every change of one's own sign-in asks for: the PIN, and a new one typed twice (T23)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.doors.web.binding import source_of
from muster.doors.web.request import Request
from muster.site import operators

LONGEST = 200


class Own(forms.Form):
    """What every change of one's own sign-in asks for."""

    pin = forms.CharField(
        label=_("Your PIN"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Give your PIN.")},
    )


class Twice(forms.Form):
    """A PIN that is chosen, typed twice."""

    new = forms.CharField(
        label=_("New PIN"),
        help_text=_("At least 8 characters, of any kind."),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Give the new PIN.")},
    )
    again = forms.CharField(
        label=_("New PIN once more"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Type the new PIN once more.")},
    )

    def clean_again(self) -> str:
        """Refuse two that differ."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("The two new PINs differ."))
        return again


def prove(request: Request, form: forms.Form) -> None:
    """Raise ``SignInRefused`` unless the PIN in the form is the operator's."""
    door, by = request.door, request.operator
    with door.signing_in:
        pin = form.cleaned_data["pin"]
        operators.prove(door.site, door.patience, by, pin, source_of(request))
