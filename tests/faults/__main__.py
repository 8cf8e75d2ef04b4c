"""Runs the fault tests with every position of every sweep: ``python -m tests.faults [OPTION OF PYTEST …]``.

In a run of all tests a share of the positions is tried, always the same. The counts stand at the end.
"""

from __future__ import annotations

import os
import sys

import pytest

from tests.faults.sweep import ALL_VARIABLE

if __name__ == "__main__":
    os.environ[ALL_VARIABLE] = "all"
    sys.exit(pytest.main(["tests/faults", "-q", "--timeout=1800", *sys.argv[1:]]))
