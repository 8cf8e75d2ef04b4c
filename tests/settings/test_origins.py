"""Base URLs as people type and paste them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turbo_studio.core.problems import ProblemCode, StudioError
from turbo_studio.settings.origins import UrlFault, build_origin, parse_base_url
from turbo_studio.settings.preferences import DEFAULT_BASE_URL

ACCEPTED = {
    "https://gateway.theturbo.ai/v1": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai/v1/": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai//v1//": "https://gateway.theturbo.ai/v1",
    "  https://gateway.theturbo.ai/v1\r\n": "https://gateway.theturbo.ai/v1",
    "\u200bhttps://gateway.theturbo.ai/v1\ufeff": "https://gateway.theturbo.ai/v1",
    "HTTPS://Gateway.TheTurbo.AI/v1": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai:443/v1": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai:/v1": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai:8443/v1": "https://gateway.theturbo.ai:8443/v1",
    "https://gateway.theturbo.ai./v1": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai/v1/v1": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai/v1/images/edits": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai/v1/images/generations/": "https://gateway.theturbo.ai/v1",
    "https://gateway.theturbo.ai": "https://gateway.theturbo.ai",
    "https://example.org/openai/deployments/a-b_c/v1": "https://example.org/openai/deployments/a-b_c/v1",
    "https://192.168.1.20:8443/v1": "https://192.168.1.20:8443/v1",
    "https://[2001:DB8:0::1]:8443/v1": "https://[2001:db8::1]:8443/v1",
    "https://bücher.example/v1": "https://xn--bcher-kva.example/v1",
    "https://gаteway.theturbo.ai/v1": "https://xn--gteway-3nf.theturbo.ai/v1",  # a Cyrillic а
    "https://例え.テスト/v1": "https://xn--r8jz45g.xn--zckzah/v1",
    "https://xn--bcher-kva.example/v1": "https://xn--bcher-kva.example/v1",
    "http://127.0.0.1:8080/v1": "http://127.0.0.1:8080/v1",
    "http://127.0.0.1:80/v1": "http://127.0.0.1/v1",
    "http://localhost:8080/v1": "http://localhost:8080/v1",
    "http://LOCALHOST/": "http://localhost",
    "http://[::1]:9000/v1": "http://[::1]:9000/v1",
    "http://[0:0:0:0:0:0:0:1]:9000/v1": "http://[::1]:9000/v1",
}

REFUSED = {
    "": UrlFault.EMPTY,
    " \t\n": UrlFault.EMPTY,
    "https://example.org/" + "a" * 2_000: UrlFault.TOO_LONG,
    "https://exam ple.org/v1": UrlFault.BLANKS,
    "https://example.org/v 1": UrlFault.BLANKS,
    "https://exam\nple.org/v1": UrlFault.BLANKS,
    "https://example.org\t/v1": UrlFault.BLANKS,
    "https://example.org\\@evil.example/v1": UrlFault.BLANKS,
    "https://exam\u200bple.org/v1": UrlFault.BLANKS,
    "https://example.org/\u202ev1": UrlFault.BLANKS,
    "https://example.org/\x00": UrlFault.BLANKS,
    "gateway.theturbo.ai/v1": UrlFault.SCHEME,
    "//gateway.theturbo.ai/v1": UrlFault.SCHEME,
    "https:gateway.theturbo.ai": UrlFault.SCHEME,
    "https:/gateway.theturbo.ai": UrlFault.SCHEME,
    "localhost:8080": UrlFault.SCHEME,
    "ftp://example.org/v1": UrlFault.SCHEME,
    "file:///etc/passwd": UrlFault.SCHEME,
    "javascript:alert(1)": UrlFault.SCHEME,
    "sk-not-an-address-at-all": UrlFault.SCHEME,
    "http://gateway.theturbo.ai/v1": UrlFault.INSECURE,
    "http://192.168.1.20/v1": UrlFault.INSECURE,
    "http://0.0.0.0/v1": UrlFault.INSECURE,
    "http://127.0.0.2/v1": UrlFault.INSECURE,
    "http://localhost.evil.example/v1": UrlFault.INSECURE,
    "http://127.0.0.1.evil.example/v1": UrlFault.INSECURE,
    "http://[::ffff:127.0.0.1]/v1": UrlFault.INSECURE,
    "https://user:pass@example.org/v1": UrlFault.USER_NAME,
    "https://sk-secret@example.org/v1": UrlFault.USER_NAME,
    "https://@example.org/v1": UrlFault.USER_NAME,
    "http://127.0.0.1@evil.example/v1": UrlFault.USER_NAME,
    "https://example.org/v1?key=1": UrlFault.QUERY,
    "https://example.org/v1?": UrlFault.QUERY,
    "https://example.org?/v1": UrlFault.QUERY,
    "https://example.org/v1#top": UrlFault.FRAGMENT,
    "https://example.org/v1#": UrlFault.FRAGMENT,
    "https://": UrlFault.HOST,
    "https:///v1": UrlFault.HOST,
    "https://./v1": UrlFault.HOST,
    "https://a..b/v1": UrlFault.HOST,
    "https://-a.example/v1": UrlFault.HOST,
    "https://under_score.example/v1": UrlFault.HOST,
    "https://exa%6dple.org/v1": UrlFault.HOST,
    "https://" + "a" * 64 + ".example/v1": UrlFault.HOST,
    "https://" + "a." * 130 + "example/v1": UrlFault.HOST,
    "https://127.1/v1": UrlFault.HOST,
    "https://2130706433/v1": UrlFault.HOST,
    "https://0x7f000001/v1": UrlFault.HOST,
    "https://1.2.3.256/v1": UrlFault.HOST,
    "https://[::1/v1": UrlFault.HOST,
    "https://[fe80::1%25eth0]/v1": UrlFault.HOST,
    "https://[zz]/v1": UrlFault.HOST,
    "https://example.org:0/v1": UrlFault.PORT,
    "https://example.org:65536/v1": UrlFault.PORT,
    "https://example.org:-1/v1": UrlFault.PORT,
    "https://example.org:８０/v1": UrlFault.PORT,
    "https://example.org:http/v1": UrlFault.PORT,
    "https://example.org/a/../v1": UrlFault.PATH,
    "https://example.org/./v1": UrlFault.PATH,
    "https://example.org/%2e%2e/v1": UrlFault.PATH,
    "https://example.org/图/v1": UrlFault.PATH,
}


@pytest.mark.parametrize(("typed", "expected"), ACCEPTED.items())
def test_accepted_in_one_normal_form(typed: str, expected: str) -> None:
    assert parse_base_url(typed) == expected
    assert parse_base_url(expected) == expected


@pytest.mark.parametrize(("typed", "fault"), REFUSED.items())
def test_refused_with_the_reason(typed: str, fault: UrlFault) -> None:
    with pytest.raises(StudioError) as caught:
        parse_base_url(typed)
    assert caught.value.problem.code is ProblemCode.URL_INVALID
    assert caught.value.problem.params == {"reason": fault.value}
    assert "secret" not in repr(caught.value)


def test_default_is_in_normal_form() -> None:
    assert parse_base_url(DEFAULT_BASE_URL) == DEFAULT_BASE_URL


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://gateway.theturbo.ai/v1", "https://gateway.theturbo.ai:443"),
        ("https://GATEWAY.theturbo.ai:443", "https://gateway.theturbo.ai:443"),
        ("https://gateway.theturbo.ai:8443/v1", "https://gateway.theturbo.ai:8443"),
        ("http://127.0.0.1/v1", "http://127.0.0.1:80"),
        ("http://[::1]/v1", "http://[::1]:80"),
        ("http://[::1]:9000/v1", "http://[::1]:9000"),
        ("https://gаteway.theturbo.ai/v1", "https://xn--gteway-3nf.theturbo.ai:443"),
    ],
)
def test_origin_names_scheme_host_and_port(base_url: str, origin: str) -> None:
    assert build_origin(base_url) == origin


@settings(deadline=None)
@given(st.one_of(st.text(), st.text().map("https://{}".format), st.from_regex(r"https?://[^/]+(/.*)?")))
def test_any_text_is_refused_or_normal(text: str) -> None:
    with suppress(StudioError):
        base_url = parse_base_url(text)
        assert base_url.isascii()
        assert not set(base_url) & set("@?#\\ ")
        assert parse_base_url(base_url) == base_url
        assert base_url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]"))
        build_origin(base_url)
