"""What people may set once and for all: a row each; the dialog and the start are made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication

from core.process.worker import Setup
from viewer.i18n.translate import LANGUAGES, mark, tr
from viewer.theme import theme

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

DEVICES = {"auto": mark("Automatic"), "cpu": mark("Processor (CPU)"), "cuda": mark("GPU (CUDA)")}
DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation


@dataclass(frozen=True)
class Preference:
    """``key`` is that of the settings. ``choices`` are values with their texts, as things stand.

    ``apply`` makes a value felt at once; ``note`` says when it is felt where that is later.
    """

    key: str
    title: str
    default: str
    kind: Literal["choice", "number", "folder"] = "choice"
    choices: Callable[[MainWindow], Sequence[tuple[str, str]]] = lambda window: ()
    apply: Callable[[MainWindow, str], object] = lambda window, value: None
    note: str = ""


def _devices(window: MainWindow) -> list[tuple[str, str]]:
    """Those of this machine; one chosen earlier stays in the list though it is gone."""
    offered = [*window.engine.vitals.devices]
    if value("device") not in offered:
        offered.append(value("device"))
    return [(device, tr(DEVICES.get(device, device))) for device in offered]


def _languages(window: MainWindow) -> list[tuple[str, str]]:
    return [("system", tr("As the system")), *LANGUAGES.items()]


PREFERENCES: tuple[Preference, ...] = (
    Preference(
        "theme", mark("Theme"), "system",
        choices=lambda window: [
            ("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark")),
        ],
        apply=lambda window, value: theme.apply(QApplication.instance(), value),
    ),
    Preference("language", mark("Language"), "system", choices=_languages,
               note=mark("Seen after the next start.")),
    Preference(
        "navigation", mark("Turning the shape"), "turntable",
        choices=lambda window: [
            ("turntable", tr("Turntable: up stays up")), ("trackball", tr("Trackball: any way")),
        ],
        apply=lambda window, value: window.session.show_as(navigation=value),
    ),
    Preference("device", mark("Networks run on"), "auto", choices=_devices,
               apply=lambda window, value: window.engine.set_up(setup()),
               note=mark("Holds from the next job: the core is started anew.")),
    Preference("threads", mark("Threads"), "0", "number",
               apply=lambda window, value: window.engine.set_up(setup()),
               note=mark("Holds from the next job: the core is started anew.")),
    Preference("open/folder", mark("Photographs are in"), str(Path.home()), "folder"),
    Preference("export/folder", mark("Exports go to"),
               QStandardPaths.writableLocation(DOCUMENTS), "folder"),
)  # fmt: skip


def find(key: str) -> Preference:
    """A row by its key."""
    return next(row for row in PREFERENCES if row.key == key)


def value(key: str) -> str:
    """What is set, or what holds while nothing is."""
    return str(QSettings().value(key, find(key).default))


def choose(window: MainWindow, key: str, wanted: str) -> None:
    """Set a preference, and let it be felt."""
    if wanted != value(key):
        QSettings().setValue(key, wanted)
        find(key).apply(window, wanted)


def setup() -> Setup:
    """How the core is to run."""
    threads = value("threads")
    return Setup(value("device"), int(threads) if threads.isdecimal() else 0)


def restore(window: MainWindow) -> None:
    """What a new window needs to be told."""
    navigation = value("navigation")
    if navigation in ("turntable", "trackball"):
        window.session.show_as(navigation=navigation)
