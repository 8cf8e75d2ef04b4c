"""Orientation and location are read; everything that is not as it should be says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.making import make_exif
from turbo_studio.imaging.exif import ExifFacts, parse_exif


@pytest.mark.parametrize("orientation", range(1, 9))
def test_reads_orientation(orientation: int) -> None:
    assert parse_exif(make_exif(orientation)) == ExifFacts(orientation)
    assert parse_exif(b"Exif\0\0" + make_exif(orientation)) == ExifFacts(orientation)


def test_reads_little_endian() -> None:
    block = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    assert parse_exif(block).orientation == 6


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_orientation_out_of_range_says_nothing(orientation: int) -> None:
    assert parse_exif(make_exif(orientation)).orientation == 1


def test_orientation_of_wrong_type_says_nothing() -> None:
    assert parse_exif(make_exif(6, kind=2)).orientation == 1


def test_tells_location() -> None:
    assert parse_exif(make_exif(3, location=True)) == ExifFacts(3, has_location=True)
    assert not parse_exif(make_exif(3)).has_location


@given(st.integers(0, 60))
def test_cut_block_never_raises(length: int) -> None:
    assert parse_exif(make_exif(6, location=True)[:length]).orientation in {1, 6}


@given(st.binary(max_size=80), st.sampled_from([b"II*\0", b"MM\0*"]))
def test_any_bytes_never_raise(block: bytes, mark: bytes) -> None:
    assert 1 <= parse_exif(mark + block).orientation <= 8
