"""Where bugs are written down: a log file in the user's own folder."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

import platformdirs

log = logging.getLogger(__name__)
MOST_BYTES = 1_000_000


def log_file() -> Path:
    """The log of this program for this user."""
    return Path(platformdirs.user_log_dir("shapewright", appauthor=False)) / "shapewright.log"


def record() -> str:
    """Append the exception being handled, with its traceback, to the log; a sentence on where."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return "Its log could not be written. Please report it."
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    log.propagate = False  # one line on stderr is enough
    try:
        log.exception("a command failed")
    finally:
        log.removeHandler(handler)
        handler.close()
        log.propagate = True
    return f"Please report it with {path}."
