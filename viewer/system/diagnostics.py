"""What a report of a problem needs: versions, device, memory, drawing, the last log lines.

Nothing in it tells who or where somebody is: folders are cut down to file names.
"""

from __future__ import annotations

import importlib.metadata
import locale
import logging
import platform
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QGuiApplication

from core.process.worker import LogLine
from viewer.system.logbook import logbook

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

PACKAGES = ("PySide6-Essentials", "vtk", "torch", "numpy", "scipy", "trimesh")
LINES = 60
MB = 1e6
# From the first slash to the last one before a colon or a quote: folders may hold spaces.
FOLDERS = re.compile(r"""(?<![\w.])(?:~|[A-Za-z]:)?[/\\](?:[^\n:"'<>|]*[/\\])?""")


def diagnostics(window: MainWindow) -> str:
    """All of it as text, in English, for whoever mends the program."""
    core = window.engine.vitals
    screen = QGuiApplication.primaryScreen()
    facts = {
        "Shapewright": version("shapewright"),
        "System": f"{platform.system()} {platform.release()} {platform.machine()}",
        "Python": platform.python_version(),
        "Qt": f"{QLibraryInfo.version().toString()} ({QGuiApplication.platformName()})",
        **{name: version(name) for name in PACKAGES},
        "Language": str(locale.getlocale()[0]),
        "Screen": f"{screen.size().width()} x {screen.size().height()} at "
        f"{window.devicePixelRatioF():g}",
        "OpenGL": drawing(window),
        "Core": "runs" if window.engine.core_pid else "off",
        "Device": core.device or "not yet known",
        "Threads": str(core.threads or "not yet known"),
        "Core memory": f"{core.memory / MB:.0f} MB",
    }
    if core.gpu:
        facts["GPU"] = f"{core.gpu}, {core.gpu_used / MB:.0f} of {core.gpu_total / MB:.0f} MB used"
    lines = [f"{name}: {value}" for name, value in facts.items()]
    return "\n".join([*lines, "", *written(list(logbook().lines)[-LINES:])]) + "\n"


def written(lines: Iterable[LogLine]) -> list[str]:
    """Log lines as text, without anybody's folders."""
    return [
        f"{clock(line)} {logging.getLevelName(line.level)} {line.source}: {anonymous(line.text)}"
        for line in lines
    ]


def clock(line: LogLine) -> str:
    """The time of day of a line."""
    return time.strftime("%H:%M:%S", time.localtime(line.time))


def anonymous(text: str) -> str:
    """A text whose paths are cut down to their last part, and without the name of the user."""
    home = Path.home()
    text = text.replace(str(home), "~")
    text = FOLDERS.sub("…/", text)
    name = home.name
    return re.sub(rf"\b{re.escape(name)}\b", "…", text) if len(name) > 2 else text


def version(package: str) -> str:
    """A package's version, of its metadata: nothing is imported."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed as a package"


def drawing(window: MainWindow) -> str:
    """What draws the 3D view."""
    scene = window.viewport.scene
    if scene is None:
        return window.viewport.problem or "not started"
    lines = scene.capabilities().splitlines()
    wanted = ("OpenGL vendor", "OpenGL renderer", "OpenGL version")
    found = [line.split(":", 1)[1].strip() for line in lines if line.strip().startswith(wanted)]
    return ", ".join(found) or "unknown"
