"""The board of a site that may not hold all: what it cannot say stands there as not known."""

from pathlib import Path

from django.template.loader import render_to_string

from muster.doors.web import panel
from muster.site.exchange.exchanging import meet
from muster.site.figures import reporting
from muster.site.site import Site
from tests.world.site import World
from tests.world.sites import Joined


def board(site: Site) -> str:
    """Return the moving part of a site's board."""
    arranged = panel.arrange(reporting.report(site, site.lead), {}, {})
    return render_to_string("board-live.html", {**arranged, "token": "1", "chart": ""})


def test_a_gate_shows_no_number_of_people_it_never_held(tmp_path: Path) -> None:
    world = World(tmp_path / "north")
    world.party()
    gate = Joined(world, tmp_path / "gate", "Gate", ("gates",))
    with world.site, gate.site:
        meet(world.site, world.by, gate.site)
        assert board(gate.site).count("not known at this site") == 5
        assert "people on record" not in board(gate.site)
        assert "not known at this site" not in board(world.site)
