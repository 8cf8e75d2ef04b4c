"""One press in a process of its own, for what only the environment at its start decides.

``python -m tests.faults.press_once HOME URL JOB`` prints the end of the job.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.faults.bench import Bench, build_generation
from tests.faults.table import read_end
from turbo_studio.core.job import JobId

PROMPT = "İstanbul’da çay ğüşı 茶 ١٢٣ 1,5"

if __name__ == "__main__":
    home, base_url, name = sys.argv[1:]
    with Bench(Path(home), base_url) as bench:
        bench.submit(build_generation(PROMPT), JobId(name))
        state, charged, code = read_end(bench.wait_for_end(JobId(name)))
        print(state, charged, code)
