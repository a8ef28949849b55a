"""The certificate that a server makes for itself: for whom, until when, who can read its key."""

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from evidence_qc.errors import CannotWriteError, MissingDependencyError
from evidence_qc.serve.tls import store
from evidence_qc.serve.tls.certificate import (
    CLOCKS_DIFFER,
    RENEWED_BEFORE,
    VALID,
    certifiable,
    make_certificate,
    serves,
)
from evidence_qc.serve.tls.store import NAME, certificate_for, data_folder, names_of

NAMES = ("localhost", "127.0.0.1", "::1", "192.168.0.7")
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PEM = make_certificate(NAMES, NOW)


def test_it_is_for_names_and_for_addresses() -> None:
    """Browsers look for an address among the addresses alone, for a name among the names."""
    certificate = x509.load_pem_x509_certificate(PEM)
    named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert named.get_values_for_type(x509.DNSName) == ["localhost"]
    assert {str(each) for each in named.get_values_for_type(x509.IPAddress)} == {*NAMES[1:]}


def test_it_can_sign_for_nobody_else() -> None:
    """Whoever trusts it trusts this server alone."""
    certificate = x509.load_pem_x509_certificate(PEM)
    basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value

    assert not basic.ca


@pytest.mark.parametrize("name", ["", "böse.example", "fe80::1%eth0", "x" * 300])
def test_what_can_stand_in_no_certificate_is_left_out(name: str) -> None:
    assert certifiable((*NAMES, name)) == {*NAMES}
    assert serves(PEM, (*NAMES, name), NOW)


@pytest.mark.parametrize(
    ("later", "does"),
    [
        (timedelta(0), True),
        (-CLOCKS_DIFFER, True),
        (-CLOCKS_DIFFER - timedelta(seconds=1), False),
        (VALID - RENEWED_BEFORE - timedelta(seconds=1), True),
        (VALID - RENEWED_BEFORE, False),
    ],
)
def test_it_serves_until_a_month_before_its_end(later: timedelta, does: bool) -> None:
    assert serves(PEM, NAMES, NOW + later) is does


def test_it_serves_no_further_names() -> None:
    """A computer that has moved to another network needs another one; with fewer it does not."""
    assert serves(PEM, NAMES[:2], NOW)
    assert not serves(PEM, (*NAMES, "10.0.0.4"), NOW)
    assert not serves(PEM, (*NAMES, "laptop"), NOW)


def test_what_is_damaged_or_does_not_belong_together_serves_nobody() -> None:
    other = make_certificate(NAMES, NOW)
    end = b"-----END PRIVATE KEY-----\n"
    mixed = other.partition(end)[0] + end + PEM.partition(end)[2]

    for pem in (b"", b"rubbish", PEM[:-100], PEM.partition(end)[2], mixed):
        assert not serves(pem, NAMES, NOW)


def test_it_is_found_again(tmp_path: Path) -> None:
    """A browser warns of each new one."""
    first = certificate_for(NAMES, folder=tmp_path, now=NOW)
    again = certificate_for(NAMES[:3], folder=tmp_path, now=NOW + timedelta(days=200))

    assert again == first
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("why", ["names", "time", "damage"])
def test_it_is_made_anew_when_it_does_not_serve(tmp_path: Path, why: str) -> None:
    first = certificate_for(NAMES, folder=tmp_path, now=NOW)
    if why == "damage":
        first.path.write_bytes(PEM[:200])
    names = (*NAMES, "10.0.0.4") if why == "names" else NAMES
    at = NOW + (VALID if why == "time" else timedelta(0))
    second = certificate_for(names, folder=tmp_path, now=at)

    assert second.fingerprint != first.fingerprint
    assert serves(second.path.read_bytes(), names, at)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told by the mode")
def test_nobody_else_can_read_the_key(tmp_path: Path) -> None:
    """Whatever the umask; and a key that others could read is a secret no more."""
    before = os.umask(0)
    try:
        first = certificate_for(NAMES, folder=tmp_path / "new", now=NOW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(first.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.path.parent.stat().st_mode) == 0o700
    for mode in (0o640, 0o604, 0o620):
        first.path.chmod(mode)
        second = certificate_for(NAMES, folder=tmp_path / "new", now=NOW)

        assert second.fingerprint != first.fingerprint
        assert stat.S_IMODE(second.path.stat().st_mode) == 0o600
        first = second


def test_a_disk_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence, and no half of a key is left."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWriteError):
        certificate_for(NAMES, folder=tmp_path / "file/below", now=NOW)
    for call in ("pathlib.Path.mkdir", "tempfile.mkstemp", "os.fdopen", "pathlib.Path.replace"):
        with monkeypatch.context() as patched:
            patched.setattr(call, refuse)
            with pytest.raises(CannotWriteError):
                certificate_for(NAMES, folder=tmp_path / "full", now=NOW)

    assert not (tmp_path / "full").exists() or list((tmp_path / "full").iterdir()) == []


def test_without_its_library_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "find_spec", lambda _: None)

    with pytest.raises(MissingDependencyError) as found:
        certificate_for(NAMES, folder=tmp_path, now=NOW)
    assert "pip install cryptography" in str(found.value.remedy)


def test_the_folder_is_the_users_and_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE_QC_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("EVIDENCE_QC_DATA")
    assert data_folder().name == "evidence-qc"


def test_names_are_those_by_which_browsers_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a server for all, every address of this computer; else the one it listens on."""
    monkeypatch.setattr(store, "own_addresses", lambda _: ("192.168.0.7",))
    monkeypatch.setattr("socket.gethostname", lambda: "laptop")

    assert names_of("0.0.0.0", ["shop.example"])[3:] == ("192.168.0.7", "laptop", "shop.example")
    assert names_of("10.0.0.4")[3:] == ("10.0.0.4",)
    assert names_of("127.0.0.1") == ("localhost", "127.0.0.1", "::1")


@pytest.mark.skipif(sys.platform == "win32", reason="made of POSIX files")
@pytest.mark.parametrize("kind", ["pipe", "link in a circle"])
def test_what_is_no_file_is_not_read_and_gives_way(tmp_path: Path, kind: str) -> None:
    """Of a pipe there would be no end."""
    if kind == "pipe":
        os.mkfifo(tmp_path / NAME)
    else:
        (tmp_path / NAME).symlink_to(NAME)

    assert certificate_for(NAMES, folder=tmp_path, now=NOW).path.is_file()


def test_where_it_cannot_be_kept_another_folder_is_named(tmp_path: Path) -> None:
    """By the way to say so, and without the name of a file that never was."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "taken" / NAME).mkdir(parents=True)
    for folder in (tmp_path / "file" / "below", tmp_path / "taken"):
        with pytest.raises(CannotWriteError, match="EVIDENCE_QC_DATA") as raised:
            certificate_for(NAMES, folder=folder, now=NOW)

        assert f"cannot be kept in {folder}:" in str(raised.value)
        assert f".{NAME}" not in str(raised.value)
