"""The forms that take a list back: a reason; and for many claims a second person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.doors.web.disposing import text
from muster.doors.web.second import SecondForm


class TakingBack(forms.Form):
    """Why a list is taken back."""

    reason = text(_("Reason"), wrong=_("Say why: it goes on record."))


class TakingManyBack(SecondForm):
    """Why a list of many is taken back, signed by two."""

    reason = text(_("Reason"), wrong=_("Say why: it goes on record."))
