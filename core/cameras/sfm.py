"""Structure from motion: where photographs were taken from, found in the photographs alone.

COLMAP does the work (Schönberger, Frahm, Structure-from-Motion Revisited, CVPR 2016) through
pycolmap, an optional extra. Only features of the object count: the masks keep the background from
deciding, which is what makes turntables work, where the object moves and the background does not.

COLMAP's calls run in a thread of their own; between two looks at how far they are, the caller may
close the generator, which ends them.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PIL import Image
from scipy import ndimage

from core.cameras.vertical import upright
from core.errors import UserError
from core.types import Bytes, Camera, PointCloud, Progress, View

T = TypeVar("T")

NOT_INSTALLED = (
    "Finding out where photographs were taken from needs the package pycolmap. "
    "Install it: pip install 'shapewright[sfm]'"
)
FEWEST = 4  # fewer cameras than these measure no shape
LEAST = 1 / 3  # of the photographs; a shape measured in fewer leaves out too much
POLL = 0.1  # seconds between two looks at what COLMAP has done
MARGIN = 0.01  # of the picture's longer side: features that far outside of the mask still count
# Two passes over the photographs: the usual demands, then lower ones for what was left out, after
# a more thorough comparison. The second starts from the model of the first, so a wrong match has
# much to contradict it.
USUAL = {"abs_pose_min_num_inliers": 20, "abs_pose_min_inlier_ratio": 0.2}
LOWER = {"abs_pose_min_num_inliers": 10, "abs_pose_min_inlier_ratio": 0.1, "max_reg_trials": 10}
SEED = 1
LENS = "SIMPLE_RADIAL"  # one focal length, the centre in the middle, one coefficient
BLOCK = 8  # photographs that are compared with as many others between two looks
# Fainter features than COLMAP takes, and along edges: many objects are smooth.
PEAK, EDGE, MOST_FEATURES = 0.003, 16.0, 6000


@dataclass(frozen=True, eq=False)
class Placed:
    """The views whose cameras were found, in their order, in a world whose +Y is up.

    Up is judged from the cameras, and the unit of length is arbitrary. ``left_out`` names the
    others with the reason; ``points`` are what was seen from several of them.
    """

    views: tuple[View, ...]
    left_out: Mapping[str, str]
    points: PointCloud


class TooFewPlaced(UserError):
    """So few photographs could be placed that nothing can be measured in them."""


def is_installed() -> bool:
    """Whether pycolmap can be imported; it is not imported for that."""
    return importlib.util.find_spec("pycolmap") is not None


def find_cameras(views: Sequence[View]) -> Generator[Progress, None, Placed]:
    """The views with the cameras that they were taken from.

    Pictures of one size are taken to be of one lens. Raises UserError where pycolmap is missing,
    TooFewPlaced where fewer than FEWEST, or LEAST of all, see enough of the same.
    """
    if not is_installed():
        raise UserError(NOT_INSTALLED)
    if len(views) < FEWEST:
        raise TooFewPlaced(
            f"{_photographs(len(views))} are too few to find out where they were taken from. "
            f"Take at least {FEWEST}, better 20, each overlapping the last."
        )
    with tempfile.TemporaryDirectory(prefix="shapewright-") as name:
        work = _Work(Path(name), tuple(views))
        yield from work.write()
        yield from work.extract()
        yield from work.match()
        model = yield from work.map()
    placed = _placed(model, views)
    if len(placed.views) < max(FEWEST, LEAST * len(views)):
        raise TooFewPlaced(
            f"Only {len(placed.views)} of {len(views)} photographs could be placed: they overlap "
            "too little. Take more from in between, some 15 degrees apart."
        )
    return placed


class _Work:
    """COLMAP's files in a folder, and its steps over them."""

    def __init__(self, folder: Path, views: Sequence[View]) -> None:
        self.views = views
        self.images, self.masks = folder / "images", folder / "masks"
        self.database, self.models = folder / "database.db", folder / "models"
        self.pairs = folder / "pairs.txt"
        self.images.mkdir()
        self.masks.mkdir()

    def write(self) -> Generator[Progress, None, None]:
        """The photographs and masks as files."""
        for index, view in enumerate(self.views):
            yield Progress("Preparing the photographs", 0.03 * index / len(self.views), view.name)
            name = _file(index)
            # Quickly rather than small: they are read once.
            Image.fromarray(view.image).save(self.images / name, compress_level=1)
            inside = Image.fromarray(_counting(view))
            inside.save(self.masks / f"{name}.png", compress_level=1)

    def extract(self) -> Generator[Progress, None, None]:
        """Features of each photograph, inside of its mask."""
        import pycolmap

        options = pycolmap.FeatureExtractionOptions(num_threads=_threads(), use_gpu=False)
        options.sift.peak_threshold, options.sift.edge_threshold = PEAK, EDGE
        options.sift.max_num_features = MOST_FEATURES
        for group in _lenses(self.views):
            reader = pycolmap.ImageReaderOptions(mask_path=self.masks, camera_model=LENS)
            for some in _batches(group, _threads()):
                names = [_file(index) for index in some]
                share = some[0] / len(self.views)
                yield from _in_background(
                    partial(
                        pycolmap.extract_features, self.database, self.images, names,
                        pycolmap.CameraMode.SINGLE, reader, options, pycolmap.Device.cpu,
                    ),
                    partial(Progress, "Looking for features", 0.03 + 0.15 * share),
                )  # fmt: skip
                with closing(pycolmap.Database.open(self.database)) as opened:
                    first = opened.read_image_with_name(names[0])
                    assert first is not None
                    reader.existing_camera_id = first.camera_id

    def match(self) -> Generator[Progress, None, None]:
        """Which features of two photographs are the same, for all pairs."""
        blocks = list(_batches(range(len(self.views)), BLOCK))
        rounds = [
            [(a, b) for a in first for b in second if a < b]
            for k, second in enumerate(blocks)
            for first in blocks[: k + 1]
        ]
        yield from self._matched(rounds, False, "Comparing the photographs", 0.18, 0.5)

    def match_again(self, left: Sequence[int]) -> Generator[Progress, None, None]:
        """The same more thoroughly for the pairs of those that were left out."""
        import pycolmap

        others = range(len(self.views))
        pairs = sorted({(min(a, b), max(a, b)) for a in left for b in others if a != b})
        with closing(pycolmap.Database.open(self.database)) as opened:
            ids = {Path(image.name).stem: image.image_id for image in opened.read_all_images()}
            for pair in pairs:
                first, second = (ids[Path(_file(index)).stem] for index in pair)
                opened.delete_matches(first, second)
                opened.delete_two_view_geometry(first, second)
        rounds = list(_batches(pairs, BLOCK))
        yield from self._matched(rounds, True, "Looking again at the rest", 0.58, 0.9)

    def _matched(
        self, rounds: Sequence[Sequence[tuple[int, int]]], guided: bool, step: str,
        begin: float, end: float,
    ) -> Generator[Progress, None, None]:  # fmt: skip
        import pycolmap

        options = pycolmap.FeatureMatchingOptions(num_threads=_threads(), use_gpu=False)
        options.guided_matching = guided  # finds several times as many, in several times as long
        verify = pycolmap.TwoViewGeometryOptions()
        verify.ransac.random_seed = SEED
        chosen = pycolmap.ImportedPairingOptions(match_list_path=self.pairs)
        for number, pairs in enumerate(rounds):
            listed = "".join(f"{_file(a)} {_file(b)}\n" for a, b in pairs)
            self.pairs.write_text(listed, encoding="utf-8")
            share = number / len(rounds)
            yield from _in_background(
                partial(
                    pycolmap.match_image_pairs, self.database, options, chosen, verify,
                    pycolmap.Device.cpu,
                ),
                partial(Progress, step, begin + (end - begin) * share),
            )  # fmt: skip

    def map(self) -> Generator[Progress, None, Any]:
        """The largest model that fits the matches, or None."""
        first = yield from self._mapped(USUAL, None, 0.5)
        placed = set() if first is None else {_number(image) for image in _registered(first)}
        left = [index for index in range(len(self.views)) if index not in placed]
        if not left:
            return first
        yield from self.match_again(left)
        start = None
        if len(placed) >= FEWEST:
            start = self.models / "start"
            start.mkdir()
            first.write(start)
        more = yield from self._mapped(LOWER if start else USUAL, start, 0.9)
        return max((first, more), key=_count)

    def _mapped(
        self, demands: Mapping[str, float], start: Path | None, begin: float
    ) -> Generator[Progress, None, Any]:
        import pycolmap

        out = self.models / f"{begin}"
        out.mkdir(parents=True)
        options = pycolmap.IncrementalPipelineOptions(
            num_threads=_threads(), min_model_size=2, max_num_models=5, random_seed=SEED
        )
        for name, value in demands.items():
            setattr(options.mapper, name, value)
        placed: list[None] = []

        def look() -> Progress:
            share = min(1.0, len(placed) / len(self.views))
            return Progress("Placing the cameras", begin + 0.08 * share, f"{len(placed)}")

        models = yield from _in_background(
            partial(
                pycolmap.incremental_mapping, self.database, self.images, out, options,
                start or "", partial(placed.append, None), partial(placed.append, None),
            ),
            look,
        )  # fmt: skip
        return max(models.values(), key=_count, default=None)


def _in_background(
    call: Callable[..., T], so_far: Callable[[], Progress]
) -> Generator[Progress, None, T]:
    """A long call of COLMAP in a thread, told to end when the generator is closed."""
    import pycolmap

    pycolmap.logging.minloglevel = int(pycolmap.logging.Level.FATAL)  # it writes to the terminal
    token = pycolmap.CancellationToken()
    with ThreadPoolExecutor(1, "colmap") as thread:
        running = thread.submit(call, cancellation_token=token)
        try:
            while not running.done():
                yield so_far()
                wait([running], timeout=POLL)
        finally:
            token.cancel()
    return running.result()


def _lenses(views: Sequence[View]) -> list[list[int]]:
    """The numbers of the views of each size: pictures of one size are taken to be of one lens."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for index, view in enumerate(views):
        groups.setdefault(view.image.shape, []).append(index)
    return list(groups.values())


def _batches(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))


def _count(model: Any) -> int:
    return 0 if model is None else int(model.num_reg_images())


def _registered(model: Any) -> list[Any]:
    return [model.image(number) for number in model.reg_image_ids()]


def _number(image: Any) -> int:
    """Which view an image of COLMAP is, by its file."""
    return int(Path(image.name).stem)


def _file(index: int) -> str:
    return f"{index:04d}.png"


def _counting(view: View) -> Bytes:
    """Where features count (H, W), white: on the object and a little around it."""
    if view.mask is None:
        return np.full(view.image.shape[:2], 255, np.uint8)
    reach = max(1, round(MARGIN * max(view.mask.shape)))
    wide = ndimage.maximum_filter(view.mask > 0.5, 2 * reach + 1)
    return np.asarray(wide * np.uint8(255))


def _threads() -> int:
    """As many as the process was given: a computer may have more than it may use."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    return int(told) if told.isdigit() and told != "0" else os.cpu_count() or 1


def _placed(model: Any, views: Sequence[View]) -> Placed:
    found: dict[int, Camera] = {}
    if model is not None:
        for image in _registered(model):
            found[_number(image)] = _camera(image, model.camera(image.camera_id))
    left_out = {
        view.name: "It shares too little with the others to be placed."
        for index, view in enumerate(views)
        if index not in found
    }
    order = sorted(found)
    turn = upright([found[index] for index in order])
    seen = [] if model is None else [point for point in model.points3D.values()]
    points = np.array([point.xyz for point in seen], np.float64).reshape(-1, 3)
    colors = np.array([point.color for point in seen], np.uint8).reshape(-1, 3)
    return Placed(
        tuple(replace(views[index], camera=turn.camera(found[index])) for index in order),
        left_out,
        PointCloud(turn.points(points).astype(np.float32), colors=colors),
    )


def _camera(image: Any, lens: Any) -> Camera:
    """A camera of COLMAP's model SIMPLE_RADIAL: one focal length, centre, one coefficient."""
    focal, x, y, k1 = lens.params
    pose = image.cam_from_world().matrix()
    K = np.array([[focal, 0, x], [0, focal, y], [0, 0, 1]])
    return Camera(lens.width, lens.height, K, pose[:, :3], pose[:, 3], (k1, 0.0, 0.0, 0.0, 0.0))


def _photographs(count: int) -> str:
    return "One photograph" if count == 1 else f"{count} photographs"
