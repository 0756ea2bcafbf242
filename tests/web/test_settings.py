"""The settings of the front door: Django's own checks for deployment, and what it must not have."""

import socket
import ssl
import threading
from datetime import UTC, datetime
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.checks import run_checks

from muster.doors.web import Tls, serve, serve_in_thread, served
from muster.doors.web.door import Door
from muster.doors.web.problems import FilesMissing, NotWithoutTls, PortTaken
from muster.doors.web.serving import Place, beside
from tests.web.operation import Operation
from tests.web.visitor import Visitor


def test_djangos_checks_for_deployment_find_nothing_that_is_not_decided() -> None:
    found = [one for one in run_checks(include_deployment_checks=True) if not one.is_silenced()]
    assert found == []


def test_what_is_silenced_is_two_things() -> None:
    silenced = {one.id for one in run_checks(include_deployment_checks=True) if one.is_silenced()}
    assert silenced == {"security.W004", "security.W008"} == {*settings.SILENCED_SYSTEM_CHECKS}


def test_there_is_no_database_and_nothing_that_wants_one() -> None:
    engines = {one["ENGINE"] for one in settings.DATABASES.values()}
    assert engines <= {"django.db.backends.dummy"}  # which Django puts into an empty list itself
    assert settings.INSTALLED_APPS == ["csp"]


def test_nothing_that_was_sent_reaches_a_disk() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == [
        "django.core.files.uploadhandler.MemoryFileUploadHandler"
    ]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_the_secret_of_one_run_is_long_and_not_written_down() -> None:
    assert len(settings.SECRET_KEY) > 50
    assert settings.SECRET_KEY not in Path(settings.HERE, "settings.py").read_text("utf-8")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "muster.site"])  # noqa: S104
def test_names_never_cross_a_network_in_clear(operation: Operation, host: str) -> None:
    with pytest.raises(NotWithoutTls), beside(Door(operation.site), Place(host, 0)):
        pass


@pytest.fixture
def tls(tmp_path: Path) -> Tls:
    """A certificate that nobody trusts, for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    found = Tls(tmp_path / "certificate.pem", tmp_path / "key.pem")
    found.certificate.write_bytes(made.public_bytes(Encoding.PEM))
    found.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return found


def test_behind_tls_the_cookie_travels_over_tls_alone(operation: Operation, tls: Tls) -> None:
    trusting = ssl.create_default_context(cafile=str(tls.certificate))
    trusting.check_hostname = False
    with beside(Door(operation.site), Place(port=0, tls=tls)) as address:
        assert address.startswith("https://127.0.0.1:")
        connection = HTTPSConnection(address[8:-1], context=trusting, timeout=10)
        connection.request("GET", "/sign-in")
        cookie = connection.getresponse().headers["Set-Cookie"]
        connection.close()
    assert {"Secure", "HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))


def test_a_taken_port_is_said_plainly(operation: Operation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            serve(operation.site, port=port)
    assert caught.value.facts == {"port": port}


def test_missing_files_are_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(served, "LAID", tmp_path)
    served.files.cache_clear()
    with pytest.raises(FilesMissing):
        served.files()
    monkeypatch.undo()
    served.files.cache_clear()
    assert served.files()


def test_a_server_in_a_thread_ends_with_its_block(operation: Operation) -> None:
    before = threading.active_count()
    with serve_in_thread(operation.site) as address:
        assert Visitor(address).get("/help").status == 200
    with pytest.raises(ConnectionRefusedError):
        Visitor(address).get("/help")
    assert threading.active_count() <= before + 1
