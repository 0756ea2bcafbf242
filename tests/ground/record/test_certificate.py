"""Who may write: two signatures, one spelling, and a log that follows from both."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.record.certificate import (
    LARGEST,
    SiteCertificate,
    WriterCertificate,
    certify_site,
    certify_writer,
    encode,
    log_id,
    read_writer,
)
from muster.ground.record.compartment import Compartment
from muster.ground.record.problems import CertificateWrong, LimitExceeded
from tests.vectors.certificates import (
    CERTIFICATE,
    OPERATION_SECRET,
    PLAIN_SITE,
    PLAIN_WRITER,
    RAW,
    SITE_SECRET,
    STRANGER_SECRET,
)

NAMES = st.text(max_size=60)
INCARNATIONS = st.integers(0, 2**53 - 1)


def certified(name: str, post: str, incarnation: int) -> WriterCertificate:
    site = certify_site(msgspec.structs.replace(PLAIN_SITE, name=name), OPERATION_SECRET)
    plain = msgspec.structs.replace(PLAIN_WRITER, site=site, post=post, incarnation=incarnation)
    return certify_writer(plain, SITE_SECRET)


@given(NAMES, NAMES, INCARNATIONS)
def test_a_certified_writer_is_read_back(name: str, post: str, incarnation: int) -> None:
    certificate = certified(name, post, incarnation)
    assert read_writer(encode(certificate)) == certificate


def test_no_bit_of_a_certificate_can_change() -> None:
    """T1."""
    for at in range(len(RAW)):
        for bit in range(8):
            with pytest.raises(CertificateWrong):
                read_writer(RAW[:at] + bytes([RAW[at] ^ (1 << bit)]) + RAW[at + 1 :])


@given(st.binary(max_size=300) | st.binary(max_size=40).map(lambda tail: RAW[:-40] + tail))
def test_any_other_bytes_are_no_certificate(raw: bytes) -> None:
    """T6."""
    if raw != RAW:
        with pytest.raises(CertificateWrong):
            read_writer(raw)


@pytest.mark.parametrize("by_site", [True, False])
def test_a_stranger_certifies_nobody(by_site: bool) -> None:  # noqa: FBT001 - a parameter
    """T1."""
    site = PLAIN_WRITER.site if by_site else certify_site(PLAIN_SITE, STRANGER_SECRET)
    secret = STRANGER_SECRET if by_site else SITE_SECRET
    forged = certify_writer(msgspec.structs.replace(PLAIN_WRITER, site=site), secret)
    with pytest.raises(CertificateWrong) as wrong:
        read_writer(encode(forged))
    assert wrong.value.facts["by"] == ("the site" if by_site else "the operation")


@given(st.sampled_from(SiteCertificate.__struct_fields__[:-1]), st.data())
def test_the_operation_signs_every_field_of_a_site(field: str, data: st.DataObject) -> None:
    """T1."""
    value = getattr(PLAIN_SITE, field)
    other = data.draw(NAMES if isinstance(value, str) else st.binary(min_size=0, max_size=64))
    site = msgspec.structs.replace(CERTIFICATE.site, **{field: other})
    if other != value:
        with pytest.raises(CertificateWrong):
            read_writer(encode(certify_writer(_of(site), SITE_SECRET)))


@given(st.sampled_from(("writer", "post", "incarnation", "writer_key")), st.data())
def test_the_site_signs_every_field_of_a_writer(field: str, data: st.DataObject) -> None:
    """T1."""
    value = getattr(CERTIFICATE, field)
    drawn = {str: NAMES, int: INCARNATIONS, bytes: st.binary(max_size=64)}[type(value)]
    other = data.draw(drawn)
    if other != value:
        with pytest.raises(CertificateWrong):
            read_writer(encode(msgspec.structs.replace(CERTIFICATE, **{field: other})))


def test_another_spelling_would_be_another_log_and_is_refused() -> None:
    """T1: else one writer had as many logs in a compartment as there are spellings."""
    whole = msgspec.msgpack.decode(RAW)
    longer = msgspec.msgpack.encode([*whole, None])
    assert log_id(longer, "desk") != log_id(RAW, "desk")
    for raw in (longer, b"\xdc\x00\x07" + RAW[1:], RAW + b"\0"):
        with pytest.raises(CertificateWrong):
            read_writer(raw)


def test_depth_is_a_problem_even_from_deep_inside_a_program() -> None:
    """T6."""
    nested = b"\x98" + RAW[1:] + b"\x91" * 700 + b"\xc0"

    def deeper(frames: int) -> WriterCertificate:
        return deeper(frames - 1) if frames else read_writer(nested)

    for frames in range(0, 801, 100):
        with pytest.raises(CertificateWrong):
            deeper(frames)


def test_a_name_too_long_to_be_accepted_is_not_written() -> None:
    with pytest.raises(LimitExceeded):
        encode(certified("n" * LARGEST, "desk", 1))


def test_a_name_too_long_is_not_accepted_from_others() -> None:
    """T6."""
    long = certified("n" * LARGEST, "desk", 1)
    with pytest.raises(CertificateWrong):
        read_writer(msgspec.msgpack.encode(long))


def test_every_writer_and_compartment_has_a_log_of_its_own() -> None:
    scopes = [*Compartment, "gates/north", "gates/south"]
    writers = [RAW, encode(certified("Site One", "desk", 2)), encode(certified("", "", 0))]
    logs = {log_id(writer, scope) for writer in writers for scope in scopes}
    assert len(logs) == len(writers) * len(scopes)
    assert {len(log) for log in logs} == {16}


def _of(site: SiteCertificate) -> WriterCertificate:
    return msgspec.structs.replace(PLAIN_WRITER, site=site)
