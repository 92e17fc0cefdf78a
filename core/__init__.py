"""Shapewright's core: photographs in, shapes and codes out, without a window.

Importing this package imports no torch; loading a method does.
"""

from core.errors import UserError
from core.methods import METHODS
from core.pipeline import load_method, load_views, reconstruct
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
