"""The data the program passes around: frozen dataclasses that hold arrays.

Frames and units (the same everywhere):

* object frame: right-handed, +Y up, +Z front, bounding box centred at the origin, longest side 1;
* grids are indexed ``[x, y, z]``; ``origin`` is the centre of voxel (0, 0, 0);
* cameras have OpenCV axes (x right, y down, z forward): ``x = K (R X + t)``.

Values are compared by identity (``eq=False``): two results are the same when they are the same
object, which is what an immutable document needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Progress:
    """A step of long work: its name, how far all of the work is in [0, 1], a word on the step."""

    step: str
    fraction: float
    detail: str = ""


@dataclass(frozen=True, eq=False)
class Camera:
    """A pinhole camera. K (3, 3) in pixels, R (3, 3), t (3,), distortion (k1, k2, p1, p2, k3)."""

    width: int
    height: int
    K: npt.NDArray[np.float64]
    R: npt.NDArray[np.float64]
    t: npt.NDArray[np.float64]
    distortion: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0)

    @property
    def centre(self) -> npt.NDArray[np.float64]:
        """Where the camera stands (3,), in the world's frame."""
        return np.asarray(-self.R.T @ self.t)


@dataclass(frozen=True, eq=False)
class View:
    """One photograph: image uint8 (H, W, 3) sRGB, mask float32 (H, W) in [0, 1], its camera.

    ``mask_source`` says where the mask came from: ``alpha``, ``file``, ``salient``, ``classical``,
    ``network``, ``shape``, ``edited`` or, while there is none, ``none``. ``mask_certainty`` in
    [0, 1] is the overlap with the object's true outline to expect, where a finder tells; and
    ``mask_choice`` which of how many objects that it found, counted from 1, best first. ``solid``
    is the shape itself, in the object frame, where a shape was given and the image only drawn of
    it.
    """

    image: Bytes
    mask: Floats | None = None
    camera: Camera | None = None
    name: str = "image"
    mask_source: str = "none"
    solid: VoxelGrid | None = None
    mask_certainty: float | None = None
    mask_choice: tuple[int, int] = (1, 1)

    def with_mask(
        self,
        mask: Floats | None,
        source: str,
        certainty: float | None = None,
        choice: tuple[int, int] = (1, 1),
    ) -> View:
        """The view with another mask, and all that is known of where it came from."""
        return replace(
            self, mask=mask, mask_source=source, mask_certainty=certainty, mask_choice=choice
        )


@dataclass(frozen=True, eq=False)
class VoxelGrid:
    """Occupancy float32 (N, N, N), a probability in [0, 1]; origin (3,), voxel_size the edge."""

    occupancy: Floats
    origin: Floats
    voxel_size: float

    @classmethod
    def canonical(cls, occupancy: npt.ArrayLike) -> VoxelGrid:
        """A cubic grid that covers [-0.5, 0.5]^3, as every decoder produces."""
        values = np.asarray(occupancy, np.float32)
        size = 1.0 / values.shape[0]
        return cls(values, np.full(3, -0.5 + size / 2, np.float32), size)


@dataclass(frozen=True, eq=False)
class PointCloud:
    """Points float32 (P, 3) with normals float32 (P, 3) and colours uint8 (P, 3) where known."""

    points: Floats
    normals: Floats | None = None
    colors: Bytes | None = None


@dataclass(frozen=True, eq=False)
class Mesh:
    """Vertices float32 (V, 3), triangles int32 (F, 3) counter-clockwise from outside.

    Of a shape that was measured in photographs, ``seen`` (V,) is in how many of them a vertex was
    seen, and ``confidence`` (V,) in [0, 1] how far those agree on it; 0 is a guess.

    ``texture`` (H, W, 3) sRGB lies on the surface by ``uv`` (V, 2), as in glTF: (0, 0) is the upper
    left corner of the picture, v grows downward. Vertices at one place may have different uv. Where
    it is of one photograph, ``seen`` is 1 at vertices that it shows, and 0 where colour is a guess.
    """

    vertices: Floats
    faces: Ints
    vertex_colors: Bytes | None = None
    seen: Floats | None = None
    confidence: Floats | None = None
    uv: Floats | None = None
    texture: Bytes | None = None


@dataclass(frozen=True, eq=False)
class Similarity:
    """From one frame to another: ``X' = scale * rotation @ X + shift``.

    Rotation (3, 3) is proper, shift (3,) is in units of the new frame.
    """

    scale: float
    rotation: npt.NDArray[np.float64]
    shift: npt.NDArray[np.float64]

    def points(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Points (P, 3) in the new frame."""
        return self.scale * np.asarray(points, np.float64) @ self.rotation.T + self.shift

    def camera(self, camera: Camera) -> Camera:
        """The camera in the new frame: it sees there what it saw before."""
        turned = camera.R @ self.rotation.T
        return replace(camera, R=turned, t=self.scale * camera.t - turned @ self.shift)

    def then(self, other: Similarity) -> Similarity:
        """Both, one after the other."""
        turn = other.rotation @ self.rotation
        shift = other.scale * other.rotation @ self.shift + other.shift
        return Similarity(other.scale * self.scale, turn, shift)

    @property
    def inverse(self) -> Similarity:
        """The way back."""
        back = self.rotation.T
        return Similarity(1 / self.scale, back, -(back @ self.shift) / self.scale)


def kind_of(group: str) -> str:
    """What a group of a code is about: ``shape``, ``pose``, ``lighting`` or ``detail``."""
    if group.startswith("detail"):
        return "detail"
    return group if group in ("pose", "lighting") else "shape"


class LatentCode(Mapping[str, Floats]):
    """A code as named groups: ``shape`` (or ``global``, ``local_1``...), ``pose``, ``lighting``,
    and ``detail_...`` for what of one photograph rides along with the shape.

    Immutable. ``method`` is the key of the method whose code it is.
    """

    def __init__(self, groups: Mapping[str, npt.ArrayLike], method: str) -> None:
        self.method = method
        self._groups: dict[str, Floats] = {}
        for name, values in groups.items():
            array = np.array(values, np.float32).reshape(-1)
            array.flags.writeable = False
            self._groups[name] = array

    def __getitem__(self, name: str) -> Floats:
        return self._groups[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._groups)

    def __len__(self) -> int:
        return len(self._groups)

    def replace(self, **groups: npt.ArrayLike) -> LatentCode:
        """The same code with some groups exchanged, as in swapping pose between two images."""
        return LatentCode({**self._groups, **groups}, self.method)

    @property
    def shape(self) -> Floats:
        """What is steered of the shape, (D,): all but pose, lighting and detail, in order."""
        return np.concatenate([self._groups[name] for name in self._shape_groups])

    def with_shape(self, values: npt.ArrayLike) -> LatentCode:
        """The same code with other values (D,) of what decides the shape."""
        names = self._shape_groups
        ends = np.cumsum([len(self._groups[name]) for name in names])
        parts = np.split(np.asarray(values, np.float32), ends[:-1])
        return self.replace(**dict(zip(names, parts, strict=True)))

    @cached_property
    def shape_key(self) -> bytes:
        """What a shape depends on: pose and lighting turn and light it, but do not change it."""
        digest = hashlib.blake2b(self.method.encode(), digest_size=16)
        for name, values in self._groups.items():
            if name not in ("pose", "lighting"):
                digest.update(values.tobytes())
        return digest.digest()

    @property
    def _shape_groups(self) -> list[str]:
        return [name for name in self._groups if kind_of(name) == "shape"]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {len(values)}" for name, values in self._groups.items())
        return f"LatentCode({self.method}: {sizes})"


@dataclass(frozen=True)
class Pose:
    """Where the camera stood: degrees in the object frame, distance in object sides.

    Azimuth 0 looks at the front (+Z) and grows toward the object's own left (+X); elevation is
    above the horizon; roll turns the camera clockwise about its own axis.
    """

    azimuth: float
    elevation: float
    roll: float
    distance: float


@dataclass(frozen=True)
class Lighting:
    """One lamp, relative to the camera: degrees, so that it means the same at every pose.

    Azimuth 0 shines from behind the camera and grows toward the right of the image; elevation is
    toward the top of the image; ambient is the share of light from all sides in [0, 1]; tint is
    the linear RGB colour of lamp and surface together, which one photograph cannot separate.
    """

    azimuth: float
    elevation: float
    ambient: float
    tint: tuple[float, float, float] = (0.7, 0.7, 0.7)


@dataclass(frozen=True, eq=False)
class Directions:
    """Axes to steer a shape along, group by group, strongest first in each.

    ``mean`` (D,), ``axes`` (K, D) unit vectors, ``sigma`` (K,) one standard deviation along each,
    ``effect`` (K,) the mean share of occupied voxels that a step of two sigma changes. D are the
    dimensions of `LatentCode.shape`; coordinate k of a code x is ``(x - mean) @ axes[k] /
    sigma[k]``. ``groups`` names the group that each axis is in; ``names`` what an axis was found
    to do ("" where nothing was), and ``strengths`` (K,) how surely, in [0, 1].
    """

    mean: Floats
    axes: Floats
    sigma: Floats
    effect: Floats
    groups: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    strengths: tuple[float, ...] = ()

    def coordinates(self, code: Floats) -> Floats:
        """A code's place along each axis, in units of sigma (K,)."""
        return np.asarray((code - self.mean) @ self.axes.T / self.sigma, np.float32)

    def moved(self, code: Floats, axis: int, to: float) -> Floats:
        """The code with its coordinate along one axis set to ``to`` sigma."""
        step = to - float(self.coordinates(code)[axis])
        return np.asarray(code + step * self.sigma[axis] * self.axes[axis], np.float32)


@dataclass(frozen=True, eq=False)
class Rendering:
    """What a network draws of a code: image uint8 (H, W, 3), silhouette float32 (H, W)."""

    image: Bytes
    silhouette: Floats


@dataclass(frozen=True, eq=False)
class Maps:
    """The 2.5D of the cropped input: silhouette (S, S), depth (S, S), normals (S, S, 3).

    Depth is along the optical axis in object sides, 0 at the object's centre, larger is farther.
    Normals are in camera axes turned to x right, y up, z toward the camera. ``crop`` is
    (left, top, side) in pixels of the photograph.
    """

    silhouette: Floats
    depth: Floats
    normals: Floats
    crop: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Reconstruction:
    """Everything one run found out.

    ``confidence`` in [0, 1] is the IoU with the true shape that the voxels' own probabilities
    lead one to expect (`core.geometry.expected_iou`); of a shape that was given as one, the IoU
    itself.

    ``agreement`` (a number a view) is the IoU of the shape's silhouette with the mask, where the
    cameras are known: of several photographs those that were measured, of one its ``camera``.
    Where cameras were known or found, ``views`` have them in the object frame, and ``frame`` leads
    from the frame they were given in to it. ``left_out`` names photographs that were not used, each
    with the reason, and ``next_view`` is from where one more would help most.

    ``camera`` is that of one photograph, as the method found it, in the object frame and in pixels
    of the photograph; None where it is not known. It is the ``seen``-th of the views, of which the
    ``maps`` are, too.
    """

    method: str
    code: LatentCode
    shape: VoxelGrid | PointCloud | Mesh
    views: tuple[View, ...]
    pose: Pose | None = None
    lighting: Lighting | None = None
    maps: Maps | None = None
    rendering: Rendering | None = None
    confidence: float | None = None
    notes: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    frame: Similarity | None = None
    agreement: tuple[float, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    next_view: Pose | None = None
    camera: Camera | None = None
    seen: int = 0


FEWEST_FACES = 100  # fewer are no picture of anything
# Of a shape's longest side in files. Smaller or larger ones do not survive formats that write
# numbers as short text, or in metres with single precision.
SMALLEST_MM, LARGEST_MM = 0.01, 1e6


@dataclass(frozen=True)
class Finish:
    """How a shape is worked over before it is used; as it stands here, it is left as it came.

    ``smooth`` is in [0, 1]; ``faces`` the most there may be, 0 for all; ``turn`` quarter turns
    about the axes x, y and z, one letter each; ``up`` the axis that is up in a file, "y" or "z",
    or nothing for what its format is used to; ``size_mm`` the longest side, from SMALLEST_MM to
    LARGEST_MM.
    """

    repair: bool = False
    largest: bool = False
    smooth: float = 0.0
    faces: int = 0
    turn: str = ""
    up: str = ""
    size_mm: float = 100.0

    def __post_init__(self) -> None:
        """Raises ValueError for what is not possible."""
        possible = 0 <= self.smooth <= 1 and SMALLEST_MM <= self.size_mm <= LARGEST_MM
        possible &= self.faces == 0 or self.faces >= FEWEST_FACES
        possible &= set(self.turn) <= set("xyz") and self.up in ("", "y", "z")
        if not possible:
            raise ValueError(f"{self} is not possible")

    @property
    def of_shape(self) -> Finish:
        """Without what only matters in a file, so that equal ones give the same shape."""
        return replace(self, up="", size_mm=100.0)


@dataclass(frozen=True)
class Repairs:
    """What was done to mend a mesh: counts, and whether it had to be made anew from voxels."""

    merged: int = 0  # vertices that were several at one place
    dropped: int = 0  # useless triangles
    flipped: int = 0  # triangles that faced the wrong way
    holes: int = 0  # closed
    pieces: int = 0  # loose ones removed
    rebuilt: bool = False

    def __bool__(self) -> bool:
        return self != Repairs()


@dataclass(frozen=True)
class Health:
    """What a mesh is like. Lengths are in units of its longest side.

    ``holes`` counts its borders, ``hollows`` closed surfaces inside a piece; ``oriented`` tells
    that neighbours are wound alike and matter is inside; ``solid`` that manifold3d takes it as a
    solid; ``thinnest`` is the thickness that nearly all of it (98 % of the surface) exceeds, None
    where none can be measured. ``repairs``, ``left_out`` (pieces) and ``full`` (faces before the
    budget) tell what finishing did.
    """

    faces: int = 0
    watertight: bool = False
    sides: tuple[float, float, float] = (0.0, 0.0, 0.0)
    holes: int = 0
    pieces: int = 0
    hollows: int = 0
    oriented: bool = False
    solid: bool = False
    thinnest: float | None = None
    repairs: Repairs = field(default_factory=Repairs)
    left_out: int = 0
    full: int = 0
