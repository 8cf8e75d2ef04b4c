"""The stream decoder against the standard library on the whole text."""

from __future__ import annotations

import base64
import binascii
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.gateway.base64_stream import decode_base64, drop_data_url_prefix, unescape_slices


def _cut(text: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(edges)]


def _decode(slices: list[bytes]) -> bytes:
    return b"".join(decode_base64(drop_data_url_prefix(unescape_slices(slices))))


CUTS = st.lists(st.integers(0, 10_000), max_size=6)


@given(st.binary(max_size=200), CUTS, st.data())
def test_every_form_met_in_the_wild_decodes(content: bytes, cuts: list[int], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]))(content).decode()
    if data.draw(st.booleans()):
        text = text.rstrip("=")
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + data.draw(st.sampled_from(["\n", " ", "\r\n", "\t"])) + text[place:]
    text = data.draw(st.sampled_from(["", "data:image/png;base64,", " DATA:;base64,"])) + text
    escaped = json.dumps(text)[1:-1]
    if data.draw(st.booleans()):
        escaped = escaped.replace("/", "\\/").replace("+", "\\u002b").replace("=", "\\u003D")
    assert _decode(_cut(escaped.encode("ascii"), cuts)) == content


@given(st.text(alphabet='AZaz09+/-_= \\"n\nu{!é', max_size=60).map(str.encode), CUTS)
def test_anything_else_is_refused_or_decodes_the_same_in_any_slices(text: bytes, cuts: list[int]) -> None:
    def outcome(slices: list[bytes]) -> bytes | None:
        try:
            return b"".join(decode_base64(slices))
        except binascii.Error:
            return None

    assert outcome(_cut(text, cuts)) == outcome([text])


@pytest.mark.parametrize(
    "text", [b"AAA!", b"AA=A", b"AAAA=AAA", b"A", b"AAAAA", b"AA\\u00e9A", b"AAAA\\", b"AA\\u00", b"data:no"]
)
def test_garbage_is_refused(text: bytes) -> None:
    with pytest.raises(binascii.Error):
        _decode([text])
