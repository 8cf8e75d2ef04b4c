"""The program's command line: ``turbo-studio``, or ``python -m turbo_studio``."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the program and return its exit code: 0, or 2 for a command line that cannot be used."""
    gc.disable()  # as ``start`` does, for the imports
    from turbo_studio.app import parse_arguments, run

    options = parse_arguments(sys.argv[1:])
    if options.self_test is None:
        return run(options)
    from turbo_studio.self_test import run_self_test

    return run_self_test(options)


if __name__ == "__main__":
    sys.exit(main())
