"""3MF, with a colour at each corner of a triangle where colours are known.

Source: 3MF Consortium, 3MF core specification 1.3, materials and properties extension 1.2.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

from core.types import Mesh

MODEL = "3D/3dmodel.model"
CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
MATERIAL = "http://schemas.microsoft.com/3dmanufacturing/material/2015/02"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
TYPES = (
    f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="model" '
    'ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>'
)
RELATIONS = (
    f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Target="/{MODEL}" Id="rel0" '
    'Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>'
)


def write(shape: Mesh, path: Path) -> None:
    """Write a mesh in its own frame, in millimetres."""
    vertices = _tags('<vertex x="%.6f" y="%.6f" z="%.6f"/>', shape.vertices)
    group, rows = "", shape.faces
    triangle = '<triangle v1="%d" v2="%d" v3="%d"/>'
    if shape.vertex_colors is not None:
        colors, number = np.unique(shape.vertex_colors, axis=0, return_inverse=True)
        tags = _tags('<m:color color="#%02X%02X%02XFF"/>', colors)
        group = f'<m:colorgroup id="2">{tags}</m:colorgroup>'
        rows = np.concatenate([shape.faces, number.reshape(-1)[shape.faces]], axis=1)
        triangle = '<triangle v1="%d" v2="%d" v3="%d" pid="2" p1="%d" p2="%d" p3="%d"/>'
    model = (
        f'{DECLARED}<model unit="millimeter" xml:lang="en-US" xmlns="{CORE}" '
        f'xmlns:m="{MATERIAL}"><resources>{group}<object id="1" type="model"><mesh>'
        f"<vertices>{vertices}</vertices><triangles>{_tags(triangle, rows)}</triangles>"
        '</mesh></object></resources><build><item objectid="1"/></build></model>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr(MODEL, model)


def _tags(form: str, rows: np.ndarray) -> str:
    return (form * len(rows)) % tuple(rows.reshape(-1).tolist())
