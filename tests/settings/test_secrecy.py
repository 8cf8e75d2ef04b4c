"""What is left of a process that crashes."""

from __future__ import annotations

import subprocess
import sys


def test_a_crash_leaves_no_core_file_also_in_children() -> None:
    program = (
        "import resource, subprocess, sys\n"
        "_, hard = resource.getrlimit(resource.RLIMIT_CORE)\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))\n"
        "from turbo_studio.settings.secrecy import forbid_core_files\n"
        "forbid_core_files()\n"
        "child = 'import resource; print(resource.getrlimit(resource.RLIMIT_CORE)[0])'\n"
        "print(subprocess.check_output([sys.executable, '-c', child], text=True).strip())\n"
    )
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "0"
