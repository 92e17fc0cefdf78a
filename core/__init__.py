"""Shapewright's core: photographs in, shapes and codes out, without a window.

Importing this package imports no torch; loading a method does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import UserError
from core.methods import METHODS
from core.types import (
    Camera,
    Directions,
    LatentCode,
    Lighting,
    Maps,
    Mesh,
    PointCloud,
    Pose,
    Progress,
    Reconstruction,
    Rendering,
    View,
    VoxelGrid,
)

if TYPE_CHECKING:
    from core.pipeline import load_method, load_views, reconstruct

__version__ = "0.1.0"

__all__ = [
    "METHODS",
    "Camera",
    "Directions",
    "LatentCode",
    "Lighting",
    "Maps",
    "Mesh",
    "PointCloud",
    "Pose",
    "Progress",
    "Reconstruction",
    "Rendering",
    "UserError",
    "View",
    "VoxelGrid",
    "load_method",
    "load_views",
    "reconstruct",
]


def __getattr__(name: str) -> Any:
    """What runs a method is imported when it is asked for: the window does not."""
    if name in ("load_method", "load_views", "reconstruct"):
        from core import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'core' has no attribute '{name}'")
