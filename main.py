"""Shapewright: no arguments open the window, a verb runs without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 a bug, 2 something the user can mend."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] != "--sample":
        from core.commands import run

        return run(given)
    from viewer.libraries import why_no_window

    reason = why_no_window()
    if reason is not None:
        sys.stderr.write(reason + "\n")
        return 2
    from viewer.app import main as window

    return window(given)


if __name__ == "__main__":
    sys.exit(main())
