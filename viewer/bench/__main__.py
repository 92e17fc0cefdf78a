"""``python -m viewer.bench --json`` measures the window (see `viewer.bench.measurements`).

Light on purpose: the core process imports the file that the program was started with.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

STARTED = time.perf_counter()


def main() -> int:
    """Print the measurements. Without a screen the window is drawn off-screen."""
    parser = argparse.ArgumentParser(prog="python -m viewer.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--photo", type=Path, help="the photograph to use; else a sample")
    options = parser.parse_args()
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from viewer.bench.measurements import measure

    found = measure(STARTED, options.photo)
    if options.json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
        return 0
    for name, value in found.items():
        shown = "not measured" if value is None else f"{value:.3g}"
        sys.stdout.write(f"{name:40} {shown}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
