"""What this site alone keeps: its settings, and the verifiers that operators sign in against."""

from muster.adapters.store.sqlite.channel import Channel
from muster.adapters.store.sqlite.transaction import Writer

_META = "SELECT value FROM meta WHERE name = ?"
_PUT_META = (
    "INSERT INTO meta (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_VERIFIER = "SELECT value FROM secret WHERE name = ?"
_VERIFIER_NAMES = "SELECT name FROM secret ORDER BY name"
_PUT_VERIFIER = (
    "INSERT INTO secret (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_DROP_VERIFIER = "DELETE FROM secret WHERE name = ?"


class SettingReads:
    """Questions about this site."""

    _db: Channel

    def meta_get(self, name: str) -> bytes | None:
        """Return a setting, or none."""
        row = self._db.one(_META, (name,))
        return bytes(row[0]) if row else None

    def secret_get(self, name: str) -> bytes | None:
        """Return a sign-in verifier, or none."""
        row = self._db.one(_VERIFIER, (name,))
        return bytes(row[0]) if row else None

    def secret_names(self) -> list[str]:
        """Return the names of all sign-in verifiers, sorted."""
        return [name for (name,) in self._db.all(_VERIFIER_NAMES)]


class SettingWrites:
    """Changes at this site."""

    _writer: Writer

    def meta_put(self, name: str, value: bytes) -> None:
        """Keep a setting."""
        self._writer.write(_PUT_META, (name, value))

    def secret_put(self, name: str, verifier: bytes) -> None:
        """Keep a sign-in verifier."""
        self._writer.write(_PUT_VERIFIER, (name, verifier))

    def secret_drop(self, name: str) -> None:
        """Delete a sign-in verifier."""
        self._writer.write(_DROP_VERIFIER, (name,))
