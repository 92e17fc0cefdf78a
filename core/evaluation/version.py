"""What a table was measured with."""

from __future__ import annotations

import subprocess

from core.utils.files import RESOURCES


def version() -> str:
    """The program's version, with the commit where it runs from a checkout."""
    from core import __version__

    git = ("git", "-C", str(RESOURCES), "rev-parse", "--short", "HEAD")
    try:
        found = subprocess.run(git, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return __version__
    return f"{__version__} ({found.stdout.strip()})"
