"""No form of a key survives the redaction."""

from __future__ import annotations

import base64
import io
import logging
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.calls import KEY
from turbo_studio.gateway.plain_text import DETAIL_CHARACTERS_MAX, format_plain_text
from turbo_studio.gateway.redaction import MARK, KeyRedaction, redact_familiar

ODD_KEY = 'k%y/with+odd"signs\\&=?~'


def _learnt(*keys: str) -> KeyRedaction:
    redaction = KeyRedaction()
    for key in keys:
        redaction.learn(key)
    return redaction


@pytest.mark.parametrize("key", [KEY, ODD_KEY])
@pytest.mark.parametrize("form", [str, quote, quote_plus, lambda key: quote(key, safe="")])
def test_a_key_is_taken_out_in_plain_and_url_form(key: str, form: object) -> None:
    assert callable(form)
    redacted = _learnt(key).redact(f"before {form(key)} after")
    assert redacted == f"before {MARK} after"


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "Bearer ", "user:"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("key", [KEY, "ÿþý>>>???~~~" + "x" * 9])
def test_a_key_is_taken_out_of_base64_wherever_it_begins(before: str, encode: object, key: str) -> None:
    assert callable(encode)
    encoded = encode((before + key + ":tail").encode()).decode()
    redacted = _learnt(key).redact(encoded)
    assert MARK in redacted
    longest = max(redacted.split(MARK), key=len)
    padded = longest + "=" * (-len(longest) % 4)
    assert key[4:-4].encode() not in base64.urlsafe_b64decode(padded.replace("+", "-").replace("/", "_"))


def test_the_beginning_of_a_key_is_taken_out_too() -> None:
    assert _learnt("abcdefgh12345678").redact("provided: abcdefgh12**** (bad)") == f"provided: {MARK} (bad)"


def test_what_looks_like_a_common_key_is_taken_out_unlearnt() -> None:
    text = "Incorrect API key provided: sk-ab12*****wxyz. You"
    assert redact_familiar(text) == f"Incorrect API key provided: {MARK} You"


@given(
    st.text(), st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60)
)
def test_no_text_around_a_key_saves_it(text: str, key: str) -> None:
    assert key not in _learnt(key).redact(text + key + text)


def test_log_records_are_redacted_with_their_arguments_and_tracebacks() -> None:
    stream = io.StringIO()
    output = logging.StreamHandler(stream)
    output.addFilter(_learnt(KEY))
    logger = logging.getLogger("tests.gateway.redaction")
    logger.propagate = False
    logger.handlers = [output]
    logger.warning("headers %r", {"Authorization": f"Bearer {KEY}"})
    try:
        raise ValueError(f"bad header {KEY}")
    except ValueError:
        logger.exception("it broke with %s", KEY, stack_info=True)
    assert MARK in stream.getvalue()
    assert "ValueError" in stream.getvalue()
    assert KEY not in stream.getvalue()


def test_the_filter_does_not_show_what_it_knows() -> None:
    assert KEY not in repr(_learnt(KEY))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<html><head><style>p{}</style></head><h1>502 Bad Gateway</h1></html>", "502 Bad Gateway"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07text", "red text"),
        ("a\u202eb\u2066c\u200bd", "abcd"),
        ("line\r\nline\ttab\0nul\u2028sep", "line line tab nul sep"),
        ("a < b &amp; c", "a < b & c"),
        ("<<b>b>bold", "< b>bold"),
        ("sk-can\u200bary-0123456789-ABCDEF!", f"{MARK}!"),
        ("模型不存在", "模型不存在"),
    ],
)
def test_details_become_plain_text(text: str, plain: str) -> None:
    assert format_plain_text(text, _learnt(KEY).redact) == plain


@given(st.text(alphabet=st.sampled_from("ab<>/!&;#x1b3c \x1b[]m\x07\u202e\u200f\0\n" + KEY), max_size=400))
def test_plain_text_is_plain_whatever_came(text: str) -> None:
    plain = format_plain_text(text + KEY + text * 3, _learnt(KEY).redact)
    assert len(plain) <= DETAIL_CHARACTERS_MAX
    assert plain.isprintable()
    assert not {"\u202e", "\u200f", "\x1b"} & set(plain)
    assert KEY not in plain
