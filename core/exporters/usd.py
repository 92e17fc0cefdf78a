"""USDZ, with the usd-core package."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from core.exporters.glb import ROUGHNESS, jpeg
from core.images.srgb import linear
from core.types import Mesh


def write(shape: Mesh, path: Path) -> None:
    """Write a mesh with its texture, or with its vertex colours."""
    from pxr import Sdf, Usd, UsdGeom, UsdUtils, Vt  # type: ignore[import-not-found]

    # The packer takes files only, and names the one inside after its own name.
    with tempfile.TemporaryDirectory() as folder:
        layer = Path(folder) / "shape.usdc"
        stage = Usd.Stage.CreateNew(str(layer))
        UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
        UsdGeom.SetStageMetersPerUnit(stage, 1.0)
        stage.SetDefaultPrim(UsdGeom.Xform.Define(stage, "/shape").GetPrim())
        surface = UsdGeom.Mesh.Define(stage, "/shape/surface")
        surface.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(shape.vertices)))
        surface.CreateFaceVertexCountsAttr([3] * len(shape.faces))
        surface.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(shape.faces.ravel()))
        surface.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
        low, high = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
        surface.CreateExtentAttr([tuple(map(float, low)), tuple(map(float, high))])
        if shape.texture is not None and shape.uv is not None:
            picture = Path(folder) / "texture.jpg"
            picture.write_bytes(jpeg(shape.texture))
            places = UsdGeom.PrimvarsAPI(surface).CreatePrimvar(
                "st", Sdf.ValueTypeNames.TexCoord2fArray, UsdGeom.Tokens.vertex
            )
            upward = np.asarray(shape.uv * (1, -1) + (0, 1), np.float32)
            places.Set(Vt.Vec2fArray.FromNumpy(np.ascontiguousarray(upward)))
            _wear(stage, surface, "./" + picture.name)
        elif shape.vertex_colors is not None:
            colors = surface.CreateDisplayColorPrimvar(UsdGeom.Tokens.vertex)
            colors.Set(Vt.Vec3fArray.FromNumpy(linear(shape.vertex_colors)))
        stage.Save()
        package = Path(folder) / "shape.usdz"
        if not UsdUtils.CreateNewUsdzPackage(Sdf.AssetPath(str(layer)), str(package)):
            raise OSError("the USDZ package could not be made")
        path.write_bytes(package.read_bytes())


def _wear(stage: Any, surface: Any, picture: str) -> None:
    """A preview surface of rough matter, coloured by a picture that lies at the primvar st."""
    from pxr import Sdf, UsdShade

    kinds = Sdf.ValueTypeNames
    material = UsdShade.Material.Define(stage, "/shape/material")
    shader, texture, reader = (
        UsdShade.Shader.Define(stage, f"/shape/material/{name}")
        for name in ("surface", "texture", "place")
    )
    reader.CreateIdAttr("UsdPrimvarReader_float2")
    reader.CreateInput("varname", kinds.String).Set("st")
    place = reader.CreateOutput("result", kinds.Float2)
    texture.CreateIdAttr("UsdUVTexture")
    texture.CreateInput("file", kinds.Asset).Set(picture)
    texture.CreateInput("sourceColorSpace", kinds.Token).Set("sRGB")
    for axis in ("wrapS", "wrapT"):
        texture.CreateInput(axis, kinds.Token).Set("clamp")
    texture.CreateInput("st", kinds.Float2).ConnectToSource(place)
    color = texture.CreateOutput("rgb", kinds.Float3)
    shader.CreateIdAttr("UsdPreviewSurface")
    shader.CreateInput("diffuseColor", kinds.Color3f).ConnectToSource(color)
    shader.CreateInput("roughness", kinds.Float).Set(ROUGHNESS)
    shader.CreateInput("metallic", kinds.Float).Set(0.0)
    material.CreateSurfaceOutput().ConnectToSource(shader.ConnectableAPI(), "surface")
    UsdShade.MaterialBindingAPI.Apply(surface.GetPrim()).Bind(material)
