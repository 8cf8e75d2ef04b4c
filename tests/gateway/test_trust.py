"""Only a certificate that the system trusts, for the host asked for, gets the key."""

from __future__ import annotations

import datetime
import ssl
import warnings
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.gateway.calls import PNG, build_answer, build_generation, build_large_edit, send
from tests.helpers.hostile_server import (
    HostileServer,
    answer,
    answer_early,
    answer_early_and_hold,
    answer_raw,
    build_json,
)
from turbo_studio.core.attempt import Stage
from turbo_studio.core.ports import Route
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.gateway.dialling import Dialler
from turbo_studio.gateway.evidence import find_tls_cause
from turbo_studio.gateway.trust import build_ssl_context

if TYPE_CHECKING:
    from pathlib import Path

GOOD = build_json(build_answer(PNG))
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _build_server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _build_client_context(authority: trustme.CA) -> ssl.SSLContext:
    context = build_ssl_context()
    authority.configure_trust(context)
    return context


def _build_gateway(authority: trustme.CA) -> HttpGateway:
    return HttpGateway(Dialler(ssl_context=_build_client_context(authority)))


def test_a_trusted_server_is_talked_to_in_http_1_alone(authority: trustme.CA, folder: Path) -> None:
    tls = _build_server_context(authority.issue_cert("127.0.0.1"))
    tls.set_alpn_protocols(["h2", "http/1.1"])
    with HostileServer(answer(200, GOOD), tls=tls) as server:
        gateway = _build_gateway(authority)
        assert send(gateway, build_generation(), server.base_url, folder).failure is None
        assert isinstance(server.exchanges[0].connection, ssl.SSLSocket)
        assert server.complete_posts == 1


@pytest.mark.parametrize("drain", [True, False])
def test_a_refusal_in_mid_upload_is_read_through_tls(
    authority: trustme.CA, folder: Path, tmp_path: Path, *, drain: bool
) -> None:
    tls = _build_server_context(authority.issue_cert("127.0.0.1"))
    refusal = b'{"error": {"message": "too large"}}'
    call = build_large_edit(tmp_path)
    gateway = _build_gateway(authority)
    with HostileServer(
        answer_early(413, refusal, drain=drain, after_bytes=100_000),
        answer_early_and_hold(413, refusal),
        tls=tls,
    ) as server:
        for _ in range(2):
            error = send(gateway, call, server.base_url, folder).error
            assert (error.problem.code, error.charged) == (ProblemCode.UPLOAD_TOO_LARGE, Charged.NO)


def test_an_upload_through_tls_arrives_whole(authority: trustme.CA, folder: Path, tmp_path: Path) -> None:
    tls = _build_server_context(authority.issue_cert("127.0.0.1"))
    with HostileServer(answer(200, GOOD), tls=tls) as server:
        gateway = _build_gateway(authority)
        assert send(gateway, build_large_edit(tmp_path), server.base_url, folder).failure is None
        assert server.complete_posts == 1


def _issue_good(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("127.0.0.1")


def _issue_unknown(authority: trustme.CA) -> trustme.LeafCert:
    return trustme.CA().issue_cert("127.0.0.1")


def _issue_wrong_host(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("gateway.example")


def _issue_expired(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("127.0.0.1", not_before=LONG_AGO, not_after=LONG_AGO)


def _issue_future(authority: trustme.CA) -> trustme.LeafCert:
    year = datetime.timedelta(days=365)
    now = datetime.datetime.now(datetime.UTC)
    return authority.issue_cert("127.0.0.1", not_before=now + year, not_after=now + 2 * year)


@pytest.mark.parametrize(
    ("issue", "reason", "cause"),
    [
        (_issue_unknown, "unable to get local issuer certificate", "unknown_issuer"),
        (_issue_wrong_host, "mismatch", "wrong_host"),
        (_issue_expired, "expired", "expired"),
        (_issue_future, "not yet valid", "not_yet_valid"),
    ],
)
def test_a_bad_certificate_gets_nothing(
    authority: trustme.CA, folder: Path, issue: object, reason: str, cause: str
) -> None:
    assert callable(issue)
    with HostileServer(answer(200, GOOD), tls=_build_server_context(issue(authority))) as server:
        gateway = _build_gateway(authority)
        error = send(gateway, build_generation(), server.base_url, folder).error
        assert not server.exchanges
    assert (error.problem.code, error.charged) == (ProblemCode.TLS_FAILED, Charged.NO)
    assert reason in str(error.problem.params["reason"])
    assert error.problem.params["cause"] == cause
    assert error.attempt is not None
    assert (error.attempt.stage, error.attempt.has_left) == (Stage.SECURING, False)


def test_certificates_that_were_chosen_are_trusted_besides(
    authority: trustme.CA, folder: Path, tmp_path: Path
) -> None:
    bundle = tmp_path / "company.pem"
    authority.cert_pem.write_to_path(str(bundle))
    tls = _build_server_context(_issue_good(authority))
    with HostileServer(answer(200, GOOD), tls=tls) as server:
        gateway, call = HttpGateway(), build_generation()
        error = send(gateway, call, server.base_url, folder).error
        assert error.problem.params["cause"] == "unknown_issuer"
        route = Route(ca_file=str(bundle))
        assert send(gateway, call, server.base_url, folder, route=route).failure is None
        assert send(gateway, call, server.base_url, folder).error.problem.code is ProblemCode.TLS_FAILED


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\xff" * 100])
def test_a_file_without_certificates_stops_the_call_before_it_is_sent(
    folder: Path, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "company.pem"
    if content is not None:
        file.write_bytes(content)
    route = Route(ca_file=str(file))
    error = send(HttpGateway(), build_generation(), "https://gateway.example/v1", folder, route=route).error
    assert (error.problem.code, error.charged) == (ProblemCode.CA_FILE_UNUSABLE, Charged.NO)
    assert error.problem.params == {"file": str(file)}


def test_a_server_of_http_2_alone_is_told_from_a_lost_connection(authority: trustme.CA, folder: Path) -> None:
    tls = _build_server_context(_issue_good(authority))
    tls.set_alpn_protocols(["h2"])
    settings_frame = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
    with HostileServer(answer_raw(settings_frame), tls=tls) as server:
        error = send(_build_gateway(authority), build_generation(), server.base_url, folder).error
    assert (error.problem.code, error.charged) == (ProblemCode.ANSWER_NOT_HTTP, Charged.MAYBE)


def test_a_server_that_refuses_http_1_in_the_handshake_is_told_as_that() -> None:
    error = ssl.SSLError(1, "[SSL: TLSV1_ALERT_NO_APPLICATION_PROTOCOL] tlsv1 alert")
    error.reason = "TLSV1_ALERT_NO_APPLICATION_PROTOCOL"
    assert find_tls_cause(error) == "no_http1"


def test_old_encryption_alone_is_not_taken(authority: trustme.CA, folder: Path) -> None:
    tls = _build_server_context(_issue_good(authority))
    tls.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        tls.minimum_version = ssl.TLSVersion.TLSv1
        tls.maximum_version = ssl.TLSVersion.TLSv1_1
    with HostileServer(answer(200, GOOD), tls=tls) as server:
        error = send(_build_gateway(authority), build_generation(), server.base_url, folder).error
        assert not server.exchanges
    assert (error.problem.code, error.charged) == (ProblemCode.TLS_FAILED, Charged.NO)
    assert error.problem.params["cause"] == "old_protocol"


def test_the_environment_cannot_add_an_authority_or_take_the_secrets(
    authority: trustme.CA, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, secrets = tmp_path / "ca.pem", tmp_path / "secrets"
    authority.cert_pem.write_to_path(str(bundle))
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(bundle))
    monkeypatch.setenv("SSLKEYLOGFILE", str(secrets))
    with HostileServer(answer(200, GOOD), tls=_build_server_context(_issue_good(authority))) as server:
        error = send(HttpGateway(), build_generation(), server.base_url, folder).error
        assert not server.exchanges
        trusting = _build_gateway(authority)
        assert send(trusting, build_generation(), server.base_url, folder).failure is None
    assert error.problem.code is ProblemCode.TLS_FAILED
    assert not secrets.exists()


def test_old_tls_is_not_spoken() -> None:
    context = build_ssl_context()
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.keylog_filename is None


def test_a_server_without_tls_is_no_connection(folder: Path) -> None:
    with HostileServer(answer(200, GOOD)) as server:
        url = server.base_url.replace("http:", "https:")
        error = send(HttpGateway(Dialler(connect_timeout_s=0.3)), build_generation(), url, folder).error
        assert server.complete_posts == 0
    assert error.problem.code in (ProblemCode.TLS_FAILED, ProblemCode.CONNECT_TIMED_OUT)
    assert error.charged is Charged.NO
