"""What the operating system says of a file, as the user is told."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from turbo_studio.core.problems import ProblemCode, build_storage_error

FULL, UNWRITABLE, FAILED = (
    ProblemCode.DISK_FULL,
    ProblemCode.FOLDER_UNWRITABLE,
    ProblemCode.STORAGE_FAILED,
)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, FULL),
        (errno.EDQUOT, FULL),
        (errno.EFBIG, FULL),
        (errno.EACCES, UNWRITABLE),
        (errno.EROFS, UNWRITABLE),
        (errno.ENOENT, UNWRITABLE),
        (errno.EIO, FAILED),
        (errno.EMFILE, FAILED),
    ],
)
def test_errors_of_the_system_become_ours_with_what_their_sentence_needs(
    number: int, code: ProblemCode
) -> None:
    problem = build_storage_error(OSError(number, os.strerror(number)), Path("/home/x")).problem
    needed = {
        FULL: {"folder": "/home/x"},
        UNWRITABLE: {"folder": "/home/x", "reason": os.strerror(number)},
        FAILED: {"reason": os.strerror(number)},
    }
    assert (problem.code, problem.params) == (code, needed[code])


def test_an_error_without_a_reason_tells_its_kind() -> None:
    assert build_storage_error(BrokenPipeError(), Path("x")).problem.params == {"reason": "BrokenPipeError"}
