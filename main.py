"""Shapewright: no arguments open the window, and files in it; a verb runs without one."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # typing takes a while to import, and Ctrl+C has to be awaited first
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 a bug, 2 something the user can mend, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    before = signal.signal(signal.SIGINT, _leave)
    try:
        command = given and given[0] != "--sample" and not names_a_file(given[0])
        if command:
            from core.commands import run
    finally:
        signal.signal(signal.SIGINT, before)
    return run(given) if command else _window(given)


def _leave(*_: object) -> None:
    """Ctrl+C while nothing is done yet but importing, which does not bear exceptions well."""
    line = b"Interrupted. Files that were there before are as they were.\n"
    try:
        os.write(2, line)
    finally:
        os._exit(130)


def _window(given: list[str]) -> int:
    from viewer.system.requirements import why_no_window

    reason = why_no_window()
    if reason is not None:
        sys.stderr.write(reason + "\n")
        return 2
    from viewer.app import main as window

    return window(given)


def names_a_file(argument: str) -> bool:
    """Whether an argument is something to open in the window, and no verb or option."""
    from pathlib import Path

    from core.commands import COMMANDS
    from core.utils.files import is_file, is_folder

    path = Path(argument)
    return argument not in COMMANDS and (is_file(path) or is_folder(path))


if __name__ == "__main__":
    sys.exit(main())
