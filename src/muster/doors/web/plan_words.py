"""The reader's words for plans: what changes, what is wrong, why somebody has no place."""

from django.utils.translation import gettext_noop as _

CHANGES = {
    "new": _("gets a place"),
    "other-gate": _("another gate"),
    "other-hour": _("another hour"),
    "other-lift": _("another lift"),
    "lost": _("loses the place"),
}
HITS = {
    "plan.lift-gone": _("their lift does not go, or has no seat left"),
    "plan.hour-over": _("their hour at the gate is over"),
    "plan.gate-shut": _("their gate is shut at that hour"),
    "plan.haven-gone": _("where their lift goes takes nobody"),
    "plan.permit-gone": _("they may not use that gate or haven any more"),
    "plan.times-apart": _("their gate hour and their lift are too near or too far apart"),
    "plan.less-room": _("there is less room, and others rank before them"),
}
KEPT = {
    "plan.held-back": _("held back"),
    "plan.kept-together": _("kept together until somebody has heard them"),
    "plan.elsewhere": _("some of them are in another party too, and nobody has heard the rest"),
    "plan.untraced": _("nobody knows where they are"),
    "plan.undecided": _("eligibility not decided for all of them"),
    "plan.child-alone": _("children without guardian or escort"),
    "plan.manifested": _("on a manifest already"),
    "no-party": _("in no party"),
    "missing": _("missing"),
    "identity-not-known-here": _("not known here who they are"),
}
PLAN_TASKS = {
    "unanswered": _("called, and nobody said what became of them"),
    "child-alone": _("children without their guardian"),
    "stranded": _("no gate or no haven is open to them"),
    "overstays": _("in the ready area for longer than is allowed, since"),
    "will-overstay": _("no lift before their longest stay in the ready area is over, at"),
}
PLAN_WAYS = {
    "greedy": _("by rank, at once"),
    "best": _("as good as it can be"),
    "repair": _("repaired, at once"),
    "stable": _("as good as it can be, changing little"),
}
PHASES = {
    "greedy": _("seating by rank"),
    "columns": _("proving how good a plan can be"),
    "seating": _("seating families whole"),
    "mending": _("mending what rounding spoilt"),
    "fewest": _("proving how few must be left"),
    "": _("looking at what there is"),
}
COME = {
    "without-place": _("without a place"),
    "planned": _("with a place, not told yet"),
    "told": _("told"),
    "inside": _("inside"),
    "kept": _("cannot have a place now"),
}
STANDINGS = {
    "free": _("nobody has a place for it yet"),
    "planned": _("it has a place, and was not told"),
    "told": _("it was told"),
    "released": _("it was told, and may be moved"),
    "inside": _("it is inside"),
    "held": _("it is held"),
    "incomplete": _("its papers are not complete"),
    "unescorted": _("it needs an escort"),
}
WITHOUT = {
    "plan.held": _("held"),
    "plan.incomplete": _("not complete"),
    "plan.unescorted": _("without escort"),
    "plan.deadline-over": _("no lift leaves before the deadline"),
    "plan.no-lift": _("no lift goes"),
    "plan.no-haven": _("no lift goes to a haven that is permitted to them"),
    "plan.too-large": _("no lift has as many seats as they are people"),
    "plan.no-gate": _("none of their gates is open in time"),
    "plan.cannot-arrive": _("they cannot arrive in time for any lift"),
    "plan.full": _("all places they could take are taken"),
}
