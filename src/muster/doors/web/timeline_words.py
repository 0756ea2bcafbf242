"""The reader's words for what happens in the course of an operation, marked for the catalogue."""

from django.utils.translation import gettext_noop as _

LANES = {
    "lifts": _("Last lift"),
    "gates": _("Gates"),
    "incidents": _("Incidents"),
    "road": _("Road"),
}
HAPPENED = {
    "last-lift": _("Last lift"),
    "gate-open": _("Gate opened"),
    "gate-surge": _("Gate in surge"),
    "gate-threat-hold": _("Gate held for a threat"),
    "gate-shut": _("Gate shut"),
    "gate-shut-for-good": _("Gate shut for good"),
    "warning": _("Warning"),
    "warning-lifted": _("Warning lifted"),
    "incident-reported": _("Incident reported"),
    "incident-confirmed": _("Incident confirmed"),
    "incident-dismissed": _("Incident taken for false"),
    "incident-closed": _("Incident closed"),
    "casualties-reported": _("Casualties reported"),
    "statement-made": _("Statement"),
    "responsibility-claimed": _("Responsibility claimed"),
    "road-possible": _("Passage called possible"),
    "road-proposed": _("Arrangement proposed"),
    "road-agreed": _("Arrangement agreed"),
    "road-in-use": _("Arrangement in use"),
    "road-honoured": _("Arrangement honoured"),
    "road-breached": _("Arrangement breached"),
    "road-suspended": _("Arrangement suspended"),
    "road-resumed": _("Arrangement resumed"),
    "road-lapsed": _("Arrangement lapsed"),
}
