"""Shapewright: no arguments open the window, and files in it; a verb runs without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 a bug, 2 something the user can mend."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] != "--sample" and not names_a_file(given[0]):
        from core.commands import run

        return run(given)
    from viewer.libraries import why_no_window

    reason = why_no_window()
    if reason is not None:
        sys.stderr.write(reason + "\n")
        return 2
    from viewer.app import main as window

    return window(given)


def names_a_file(argument: str) -> bool:
    """Whether an argument is something to open in the window, and no verb or option."""
    from core.commands import COMMANDS
    from core.files import is_file, is_folder

    path = Path(argument)
    return argument not in COMMANDS and (is_file(path) or is_folder(path))


if __name__ == "__main__":
    sys.exit(main())
