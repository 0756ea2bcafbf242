"""The card of a site that is not known here, brought by the site itself.

The founder puts each card on record when it admits a site; from then on it travels with ``public``
to whoever meets. Two sites that meet before either has heard of the other show their own: a card is
signed by the operation, so that it does not matter who brings it. Taking one puts it on record here
(T16): no membership is quiet.
"""

from muster.ground.people.state import Member
from muster.ground.record.card import SiteCard, encode_card, read_card
from muster.site import members
from muster.site.record.kinds import MEMBER
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


def own_card(site: Site) -> bytes:
    """Return this site's card as it lies on record; empty where there is none yet."""
    with site.view() as view:
        state: Member | None = view.state(MEMBER, site.keys.site)
    found = members.best(state, site.keys.site, site.operation)
    return b"" if found is None else encode_card(found)


def introduced(site: Site, raw: bytes) -> SiteCard:
    """Put a card on record unless as good a one is; raise ``CardWrong``."""
    card = read_card(raw, site.operation)
    with site.view() as view:
        state: Member | None = view.state(MEMBER, card.site.site)
    held = members.best(state, card.site.site, site.operation)
    if held is None or held.issued < card.issued:
        with site.writing() as journal:
            members.put_on_record(site, journal, [raw])
    return card


def card(site: Site, by: Operator) -> bytes:
    """Return this site's card, for another site to learn; raise ``NotMember``."""
    require(by, Right.LINK)
    with site.view() as view:
        return encode_card(members.card_of(site, view, site.keys.site))


def learn(site: Site, by: Operator, raw: bytes) -> SiteCard:
    """Take the card of another site that somebody brought; raise ``CardWrong``."""
    require(by, Right.LINK)
    return introduced(site, raw)
