from muster.adapters.store import Store, transaction
from tests.store.conftest import Engine


def test_settings_and_verifiers_are_kept_apart(engine: Engine) -> None:
    with engine.make() as store, transaction(store):
        store.meta_put("name", b"old")
        store.meta_put("name", b"north")
        store.secret_put("name", b"verifier")
    with engine.open() as store:
        assert store.meta_get("name") == b"north"
        assert store.secret_get("name") == b"verifier"
        assert store.meta_get("verifier") is None


def test_a_dropped_verifier_is_gone(store: Store) -> None:
    with transaction(store):
        store.secret_put("second", b"2")
        store.secret_put("first", b"1")
    assert store.secret_names() == ["first", "second"]
    with transaction(store):
        store.secret_drop("second")
    assert store.secret_names() == ["first"]
    assert store.secret_get("second") is None
