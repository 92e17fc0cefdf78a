"""The system libraries that Qt needs on Linux, looked for before Qt is: without one it aborts.

No Qt is imported here, for the same reason.
"""

from __future__ import annotations

import ctypes
import os
import sys

# The library, and the Debian or Ubuntu package that brings it.
ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
FOR_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def why_no_window() -> str | None:
    """None when a window can be opened, else a sentence with what to install or to do."""
    if sys.platform != "linux":
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if not (platform or wayland or x11):
        return (
            "There is no screen to open a window on (DISPLAY is not set). Start it from a desktop, "
            "or work without a window: python main.py --help."
        )
    needed = dict(ALWAYS)
    if platform.startswith("xcb") or (x11 and not wayland and not platform):
        needed |= FOR_X11
    packages = [package for library, package in needed.items() if not _loads(library)]
    if not packages:
        return None
    return (
        "The window needs system libraries that are missing. "
        f"On Debian or Ubuntu: apt install {' '.join(packages)}"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
