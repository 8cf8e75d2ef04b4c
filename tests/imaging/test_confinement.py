"""What is taken from a child process, as it is seen from within."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_CODE = """
import os, resource
from turbo_studio.imaging.confinement import confine, give_way
before = os.nice(0)
confine()
give_way()
give_way()
print(os.nice(0) - before, resource.getrlimit(resource.RLIMIT_CORE)[0], os.umask(0))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="of systems with priorities that add up")
def test_a_child_gives_way_and_leaves_nothing_behind() -> None:
    ended = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=True)
    niceness, core_bytes, umask = map(int, ended.stdout.split())
    assert niceness == max(0, 10 - os.nice(0))
    assert core_bytes == 0
    assert umask == 0o077
