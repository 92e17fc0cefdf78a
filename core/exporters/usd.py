"""USDZ, with the usd-core package."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from core.types import Mesh


def write(shape: Mesh, path: Path) -> None:
    """Write a mesh with its vertex colours."""
    from pxr import Sdf, Usd, UsdGeom, UsdUtils, Vt  # type: ignore[import-not-found]

    # The packer takes files only, and names the one inside after its own name.
    with tempfile.TemporaryDirectory() as folder:
        layer = Path(folder) / "shape.usdc"
        stage = Usd.Stage.CreateNew(str(layer))
        UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
        UsdGeom.SetStageMetersPerUnit(stage, 1.0)
        surface = UsdGeom.Mesh.Define(stage, "/shape")
        surface.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(shape.vertices)))
        surface.CreateFaceVertexCountsAttr([3] * len(shape.faces))
        surface.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(shape.faces.ravel()))
        surface.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
        low, high = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
        surface.CreateExtentAttr([tuple(map(float, low)), tuple(map(float, high))])
        if shape.vertex_colors is not None:
            colors = surface.CreateDisplayColorPrimvar(UsdGeom.Tokens.vertex)
            linear = (shape.vertex_colors.astype(np.float32) / 255) ** 2.2
            colors.Set(Vt.Vec3fArray.FromNumpy(linear))
        stage.SetDefaultPrim(surface.GetPrim())
        stage.Save()
        package = Path(folder) / "shape.usdz"
        if not UsdUtils.CreateNewUsdzPackage(Sdf.AssetPath(str(layer)), str(package)):
            raise OSError("the USDZ package could not be made")
        path.write_bytes(package.read_bytes())
