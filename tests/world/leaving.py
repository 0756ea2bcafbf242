"""Rows of a drill as they leave without a seal, for tests that look at what is in them."""

from muster.site.export import leaving
from muster.site.export.asking import Asked, Form
from muster.site.export.carrier import Asked as Carrying
from muster.site.export.making import Made
from muster.site.export.people import Filters, Table
from muster.site.export.profiles import Profile
from muster.site.export.tracing import Asked as Tracing
from muster.site.rights import Operator
from muster.site.site import Site


def taken(
    site: Site,
    by: Operator,
    columns: tuple[str, ...] = (),
    filters: Filters | None = None,
    second: Operator | None = None,
    purpose: str = "",
) -> Table:
    """Let rows about people leave as CSV; return them."""
    asked = Asked(
        profile=Profile.CHOSEN,
        form=Form.CSV,
        columns=columns,
        filters=filters or Filters(),
        purpose=purpose,
    )
    return leaving.leave(site, by, asked, second).made.table


def traced(
    site: Site,
    by: Operator,
    fields: Tracing,
    filters: Filters | None = None,
    second: Operator | None = None,
) -> Made:
    """Let people leave as PFIF."""
    asked = Asked(
        profile=Profile.FAMILY,
        traced=fields,
        filters=filters or Filters(),
        purpose="for a test",
    )
    return leaving.leave(site, by, asked, second).made


def carried(site: Site, by: Operator, carrying: Carrying) -> Made:
    """Let the passenger list of a lift leave."""
    asked = Asked(profile=Profile.CARRIER, carried=carrying, purpose="for a test")
    return leaving.leave(site, by, asked).made
