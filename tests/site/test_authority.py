"""The site's authority: made with the site, found again when it opens, renewed before its end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from muster.ground.secrecy import tls
from muster.ground.secrecy.problems import HostUnusable, SealBroken
from muster.ground.secrecy.slot import TRAINING
from muster.site import authority, opening
from tests.world.site import PHRASE, World
from tests.world.sites import Joined


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    at = datetime.now(UTC) + timedelta(days=days)
    monkeypatch.setattr(authority, "_now", lambda: at)


def test_a_site_is_made_with_an_authority_and_keeps_it(world: World) -> None:
    found = authority.held(world.site)
    assert found is not None
    assert found.host == "muster.test-site.internal"
    assert len(found.words) == 6
    world.reopen()
    assert authority.held(world.site) == found
    assert authority.authority(world.site) == found


def test_the_name_may_be_chosen(tmp_path: Path) -> None:
    setup = opening.Setup("Tor Nord", "Test", TRAINING, training=True, host="muster.site")
    with opening.init(tmp_path / "named", PHRASE, setup) as site:
        assert authority.authority(site).host == "muster.site"
    bad = opening.Setup("Tor Nord", "Test", TRAINING, training=True, host="10.0.0.1")
    with pytest.raises(HostUnusable):
        opening.init(tmp_path / "bad", PHRASE, bad)
    assert not list((tmp_path / "bad").glob("*.slot"))


@pytest.mark.parametrize("name", ["الباب الشمالي", "!!!", "北門"])
def test_a_name_in_another_script_still_gives_a_host(tmp_path: Path, name: str) -> None:
    setup = opening.Setup(name, "Test", TRAINING, training=True)
    with opening.init(tmp_path / "site", PHRASE, setup) as site:
        host = authority.authority(site).host
        assert tls.usable(host) == host


def test_an_older_site_gets_one_when_it_is_first_served(world: World) -> None:
    with world.site.writing():
        world.site.store.meta_put("authority", b"")
    assert authority.held(world.site) is None
    leaf = authority.leaf(world.site, ["192.168.1.2"])
    assert leaf.names == {"muster.test-site.internal", "192.168.1.2"}
    assert authority.held(world.site) is not None


def test_a_leaf_is_kept_while_it_fits_and_made_anew_near_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = authority.leaf(world.site, ["192.168.1.2"])
    world.reopen()
    assert authority.leaf(world.site, ["192.168.1.2", "8.8.8.8"]) == first
    later(monkeypatch, 300)
    assert authority.leaf(world.site, ["192.168.1.2"]) == first
    later(monkeypatch, 340)
    again = authority.leaf(world.site, ["192.168.1.2"])
    assert again.key != first.key
    assert again.ends > first.ends


def test_an_authority_near_its_end_is_made_anew_for_the_same_name(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = authority.authority(world.site)
    later(monkeypatch, 720)
    again = authority.authority(world.site)
    assert again.host == first.host
    assert again.words != first.words


def test_each_site_of_an_operation_has_its_own(world: World, tmp_path: Path) -> None:
    second = Joined(world, tmp_path / "second")
    assert authority.authority(second.site).words != authority.authority(world.site).words
    second.site.close()


def test_a_drills_seed_gives_away_no_authority(tmp_path: Path) -> None:
    """Phones trust it: it is drawn from the system even where all else follows a seed."""
    words = set()
    for number in (1, 2):
        setup = opening.Setup("Drill", "Test", TRAINING, training=True)
        with opening.init(tmp_path / str(number), PHRASE, setup, source=bytes) as site:
            words.add(authority.authority(site).words)
    assert len(words) == 2


def test_its_keys_are_sealed_under_the_sites_own(world: World) -> None:
    """Whoever has the database's key alone opens neither."""
    authority.leaf(world.site, [])
    with world.site.view() as view:
        kept = [view.reader.meta_get(name) or b"" for name in ("authority", "leaf")]
    pair = authority._authority(world.site)
    assert all(pair.key not in one and pair.certificate not in one for one in kept)
    with world.site.writing():
        world.site.store.meta_put("leaf", kept[0])
    with pytest.raises(SealBroken):
        authority.leaf(world.site, [])
