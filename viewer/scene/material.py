"""The material of shapes: clay under a soft studio, or under the one lamp found in a photograph.

VTK's own lights are replaced by one piece of GLSL, because they know no sky, no wrapped light and
no baked shade, and cost more. Colours are linear inside and leave as sRGB. A vertex colour's alpha
carries the baked shade, not opacity.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vtkmodules.vtkRenderingCore import vtkActor

from core.types import Lighting
from viewer.scene.clipping import Plane
from viewer.scene.orbit_camera import Vector

RGB = tuple[float, float, float]

SHADING = """
  vec3 n = NORMAL;
  bool onCut = false;
  vec3 pObject = (viewToObject * vertexVC).xyz;
  if (cutPlane.w < CUT_NOTHING)
  {
    if (dot(cutPlane.xyz, pObject) > cutPlane.w) discard;
    onCut = CAPPED && !gl_FrontFacing;
  }
  vec3 toward = cameraParallel == 1 ? vec3(0.0, 0.0, 1.0) : normalize(-vertexVC.xyz);
  float open = opacity;
  vec3 albedo = clayColor * pow(diffuseColor * PICTURE, vec3(2.2));
  float seam = 0.0;
  if (voxelSize > 0.0)
  {
    vec3 p = (viewToObject * vertexVC).xyz;
    vec3 nObject = mat3(viewToObject) * n;
    vec3 inCell = fract((p - voxelCorner) / voxelSize) - 0.5;
    inCell *= vec3(lessThan(abs(nObject), vec3(0.5)));
    vec3 perPixel = fwidth(p) / voxelSize;
    float pixel = max(perPixel.x, max(perPixel.y, perPixel.z));
    float bevel = max(0.10, pixel * 1.2);
    vec3 edge = smoothstep(0.5 - bevel, 0.5, abs(inCell)) * sign(inCell);
    float sharp = 1.0 - smoothstep(0.22, 0.55, pixel);
    vec3 tilted = normalize(nObject + 0.75 * sharp * edge);
    n = normalize(transpose(mat3(viewToObject)) * tilted);
    vec3 a = abs(edge);
    seam = max(a.x, max(a.y, a.z)) * (0.25 + 0.75 * sharp);
  }
  if (onCut)
  {
    // Behind the cut one looks at the inside of the far wall. Painted as flat as the cut itself,
    // with hatching at the place where the ray passed the cut, it is the cut to the pixel.
    vec3 eye = (viewToObject * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
    vec3 ray = cameraParallel == 1 ? -mat3(viewToObject)[2] : pObject - eye;
    vec3 at = pObject + ray * ((cutPlane.w - dot(cutPlane.xyz, pObject)) / dot(cutPlane.xyz, ray));
    float across = dot(at, vec3(1.0, 1.0, 1.0)) * 22.0;
    float pixel = fwidth(across);
    float hatch = smoothstep(0.22 + pixel, 0.22 - pixel, abs(fract(across) - 0.5));
    n = normalize(transpose(mat3(viewToObject)) * cutPlane.xyz);
    albedo = mix(cutColor, 0.72 * cutColor, hatch * (1.0 - smoothstep(0.3, 0.6, pixel)));
    open = 1.0;
    seam = 0.0;
  }
  float facing = max(dot(n, toward), 0.0);
  float sky = 0.5 + 0.5 * dot(n, upInView);
  float key = max((dot(n, keyDirection) + keyWrap) / (1.0 + keyWrap), 0.0);
  float fill = max(0.5 + 0.5 * dot(n, fillDirection), 0.0);
  vec3 light = mix(groundColor, skyColor, sky) * mix(1.0, open, shadeDepth);
  light += keyColor * key * mix(1.0, sqrt(open), shadeDepth);
  light += fillColor * fill * fill * mix(1.0, open, shadeDepth);
  vec3 middle = normalize(keyDirection + toward);
  float gloss = glossStrength * pow(max(dot(n, middle), 0.0), 28.0) * open;
  float rim = rimStrength * pow(1.0 - facing, 3.0) * sky * open;
  vec3 lit = albedo * light * (1.0 - seamDepth * seam) + gloss * keyColor + rim * skyColor;
  lit = mix(lit, lit / (0.82 + 0.36 * lit), softClip);
  lit = mix(lit, albedo, onCut ? 0.0 : ownLight);
  lit = pow(clamp(lit, 0.0, 1.0), vec3(1.0 / 2.2));
  fragOutput0 = vec4(mix(lit, wireColor, onCut ? 0.0 : ambientColor.r), 1.0);
  if (shownAs == NORMALS) fragOutput0.rgb = 0.5 + 0.5 * n;
  if (shownAs == XRAY)
  {
    // One ink for all layers: then it does not matter in which order they are drawn.
    float grazing = 1.0 - abs(dot(n, toward));
    fragOutput0 = vec4(xrayColor, 0.07 + 0.5 * grazing * grazing * grazing);
  }
"""
CUT_NOTHING = 9.0  # a plane this far out in object sides cuts nothing
FINISHES = {"clay": 0, "normals": 1, "xray": 2}

DOT_VERTEX = {
    "//VTK::Normal::Dec": "in vec3 surfaceNormal;\nout vec3 dotNormal;\n//VTK::Normal::Dec",
    "//VTK::Normal::Impl": "dotNormal = surfaceNormal;\n//VTK::Normal::Impl",
}
DOT_DECLARE = """in vec3 dotNormal;
vec3 dotLit(vec3 surface, vec3 ball)
{
  if (surface.z < -0.25) discard;  // the far side, seen through the gaps
  return normalize(1.3 * surface + ball);
}
//VTK::Normal::Dec"""
DOT_NORMAL = "dotLit(transpose(mat3(viewToObject)) * dotNormal, normalVCVSOutput)"


@dataclass(frozen=True)
class Lights:
    """What the shader needs to know of the light: directions in view axes, linear colours.

    ``own`` is the share of a surface's colour that is shown as it is, because light is in it.
    """

    key_direction: RGB
    key: RGB
    wrap: float
    fill_direction: RGB
    fill: RGB
    sky: RGB
    ground: RGB
    gloss: float
    rim: float
    shade_depth: float
    soft_clip: float
    own: float = 0.0


STUDIO = Lights(
    key_direction=(-0.52, 0.66, 0.54),
    key=(1.16, 1.08, 0.98),
    wrap=0.12,
    fill_direction=(0.9, 0.0, 0.43),
    fill=(0.10, 0.125, 0.17),
    sky=(0.27, 0.29, 0.33),
    ground=(0.085, 0.07, 0.06),
    gloss=0.05,
    rim=0.32,
    shade_depth=1.0,
    soft_clip=1.0,
)


# A photograph brings the light that it was taken in: a little more shows the form from elsewhere.
PHOTOGRAPH = replace(STUDIO, gloss=0.0, rim=0.1, own=0.6)


def lamp(lighting: Lighting) -> Lights:
    """The light of a photograph: one lamp and the same light from everywhere, as it was decoded."""
    azimuth, elevation = math.radians(lighting.azimuth), math.radians(lighting.elevation)
    direction = (
        math.cos(elevation) * math.sin(azimuth),
        math.sin(elevation),
        math.cos(elevation) * math.cos(azimuth),
    )
    ambient = min(max(lighting.ambient, 0.0), 1.0)
    return Lights(
        key_direction=direction,
        key=(1.0 - ambient,) * 3,
        wrap=0.0,
        fill_direction=direction,
        fill=(0.0, 0.0, 0.0),
        sky=(ambient,) * 3,
        ground=(ambient,) * 3,
        gloss=0.0,
        rim=0.0,
        shade_depth=0.35,
        soft_clip=0.0,
    )


def linear(color: str) -> RGB:
    """``#rrggbb`` as linear RGB in [0, 1]."""
    r, g, b = srgb(color)
    return (r**2.2, g**2.2, b**2.2)


def srgb(color: str) -> RGB:
    r, g, b = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (r, g, b)


class Clay:
    """The material on one actor, and the values that its shader reads.

    ``dots`` are round points: they are lit mostly by the normal of the surface they lie on, which
    the mapper hands over as ``surfaceNormal``, so that together they still show its form.
    """

    def __init__(self, actor: vtkActor, dots: bool = False) -> None:
        shader = actor.GetShaderProperty()
        words = {
            "CUT_NOTHING": str(CUT_NOTHING),
            "CAPPED": "false" if dots else "true",
            "NORMALS": str(FINISHES["normals"]),
            "XRAY": str(FINISHES["xray"]),
            "PICTURE": "vec3(1.0)" if dots else "texture(actortexture, tcoordVCVSOutput).rgb",
            "NORMAL": DOT_NORMAL if dots else "normalVCVSOutput",
        }
        shading = SHADING
        for word, code in words.items():
            shading = shading.replace(word, code)
        shader.AddFragmentShaderReplacement("//VTK::Light::Impl", True, shading, False)
        # The picture is the colour of the surface, before any light falls on it.
        shader.AddFragmentShaderReplacement("//VTK::TCoord::Impl", True, "", False)
        if dots:
            for place, code in DOT_VERTEX.items():
                shader.AddVertexShaderReplacement(place, True, code, False)
            shader.AddFragmentShaderReplacement("//VTK::Normal::Dec", True, DOT_DECLARE, False)
        self._uniforms = shader.GetFragmentCustomUniforms()
        self._actor = actor
        actor.GetProperty().SetAmbient(0.0)
        actor.GetProperty().SetDiffuse(1.0)
        self.voxels(0.0, (0.0, 0.0, 0.0))
        self.light(STUDIO)
        self.finish("clay")
        self.cut(None)

    def finish(self, name: str) -> None:
        """Show clay, the normals as colours (in camera axes, as in maps), or x-ray."""
        self._uniforms.SetUniformi("shownAs", FINISHES[name])
        self._actor.SetForceTranslucent(name == "xray")
        self._actor.SetForceOpaque(name != "xray")

    def cut(self, plane: Plane | None) -> None:
        """Leave out what lies beyond a plane, and close the hole; None for the whole shape."""
        normal, offset = ((0.0, 0.0, 0.0), CUT_NOTHING) if plane is None else plane
        self._uniforms.SetUniform4f("cutPlane", [*(float(v) for v in normal), float(offset)])

    def inks(self, cut: RGB, xray: RGB) -> None:
        """The linear colour of the cut and the sRGB ink of x-rays."""
        self._vector("cutColor", cut)
        self._vector("xrayColor", xray)

    def color(self, clay: RGB) -> None:
        """The clay's linear colour; vertex colours are multiplied with it."""
        self._vector("clayColor", clay)

    def wire(self, color: RGB, dark: bool) -> None:
        """The sRGB colour of edges where they are drawn, and of the joints between voxels."""
        self._vector("wireColor", color)
        self._number("seamDepth", 0.85 if dark else 0.3)

    def light(self, lights: Lights) -> None:
        x, y, z = lights.key_direction
        length = math.sqrt(x * x + y * y + z * z)
        self._vector("keyDirection", (x / length, y / length, z / length))
        self._vector("keyColor", lights.key)
        self._number("keyWrap", lights.wrap)
        self._vector("fillDirection", lights.fill_direction)
        self._vector("fillColor", lights.fill)
        self._vector("skyColor", lights.sky)
        self._vector("groundColor", lights.ground)
        self._number("glossStrength", lights.gloss)
        self._number("rimStrength", lights.rim)
        self._number("shadeDepth", lights.shade_depth)
        self._number("softClip", lights.soft_clip)
        self._number("ownLight", lights.own)

    def voxels(self, size: float, corner: Sequence[float]) -> None:
        """Bevel the edges of voxels of this size; 0 for a surface without voxels."""
        self._number("voxelSize", size)
        self._vector("voxelCorner", corner)

    def seen_from(self, up_in_view: Vector, view_to_object: Vector) -> None:
        """Where up is for this camera (3,), and its matrix from view to object (4, 4)."""
        self._vector("upInView", up_in_view)
        by_columns = [float(value) for value in view_to_object.T.reshape(-1)]
        self._uniforms.SetUniformMatrix4x4("viewToObject", by_columns)

    def _vector(self, name: str, values: Sequence[float]) -> None:
        self._uniforms.SetUniform3f(name, [float(value) for value in values])

    def _number(self, name: str, value: float) -> None:
        self._uniforms.SetUniformf(name, float(value))
