"""The tests of painting and drawing once more on screens with other scale factors."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_HERE = Path(__file__).parent


@pytest.mark.parametrize("factor", ["1.5", "2"])
def test_painting_and_drawing_are_exact_at_another_scale_factor(factor: str) -> None:
    """Qt reads the factor when a process starts: so this is one of its own."""
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *(_HERE / f"test_{name}.py" for name in ("painting", "drawing", "mask_looks")),
        ],
        env={**os.environ, "QT_SCALE_FACTOR": factor},
        cwd=_HERE.parents[2],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
