"""Whether 3D drawing works, asked before it is tried: without OpenGL, VTK kills the process."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

from viewer.i18n.translate import tr
from viewer.system.requirements import ALWAYS

DEVICE, SURFACELESS = 0x313F, 0x31DD  # EGL_PLATFORM_DEVICE_EXT, EGL_PLATFORM_SURFACELESS_MESA
TINY_RENDER = """
from viewer.system.opengl import choose_window
choose_window()
from viewer.scene.scene import Scene
scene = Scene()
scene.render(8, 8)
scene.close()
"""


def choose_window() -> None:
    """Without a display let VTK take EGL at once; asking X11 first prints a warning."""
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")


def probe() -> str | None:
    """None when 3D drawing works, else a sentence that says what to install.

    Asking EGL takes some milliseconds and is the usual answer. Where it says no, only a real
    render can tell, and that is done in another process, because it may crash.
    """
    if sys.platform != "linux" or _egl_answers():
        return None
    try:
        done = subprocess.run(
            [sys.executable, "-c", TINY_RENDER],
            capture_output=True,
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except (OSError, subprocess.TimeoutExpired):
        return _sentence()
    return None if done.returncode == 0 else _sentence()


def _egl_answers() -> bool:
    try:
        ctypes.CDLL("libGL.so.1")
        egl = ctypes.CDLL("libEGL.so.1")
    except OSError:
        return False
    egl.eglGetPlatformDisplay.restype = ctypes.c_void_p
    egl.eglGetPlatformDisplay.argtypes = [ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p]
    egl.eglInitialize.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    displays = (egl.eglGetPlatformDisplay(kind, None, None) for kind in (DEVICE, SURFACELESS))
    return any(display and egl.eglInitialize(display, None, None) for display in displays)


def _sentence() -> str:
    return tr(
        "The 3D view needs OpenGL, which this system does not offer. "
        "On Debian or Ubuntu: apt install {packages}",
        packages=" ".join(ALWAYS.values()),
    )
