"""`dataset build` and `dataset layers`: shapes to what training and evaluation read."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.commands.console import say
from core.commands.options import seed, whole
from core.commands.progress import follow
from core.data.dataset import SPLITS


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "action", choices=("build", "layers"), metavar="ACTION",
        help="build: make a pack; layers: add to a folder of layered pictures",
    )  # fmt: skip
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE",
        help="folders of meshes, .sh3f libraries, .npz sets of meshes or voxels, packs, "
        "and procedural:COUNT for shapes that the program makes itself",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="PACK", help="the folder to write"
    )
    parser.add_argument(
        "--views", type=whole(1), default=3, metavar="N", help="pictures of each shape (3)"
    )
    parser.add_argument(
        "--resolution", type=int, choices=(32, 64), default=64, metavar="N",
        help="voxels a side of the grids, 32 or 64 (64); voxel sets of that size stay as they are",
    )  # fmt: skip
    parser.add_argument(
        "--split", choices=SPLITS,
        help="only the shapes of one split: the test split is all that evaluate needs, and "
        "layered pictures are made of those of the train split unless told",
    )  # fmt: skip
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="of all chance (0)")
    parser.add_argument(
        "--count", type=whole(1), default=10_000, metavar="N",
        help="how many layered pictures to add (10000)",
    )  # fmt: skip
    parser.add_argument(
        "--keep", type=whole(1), metavar="N", help="how many of them to keep, the newest (all)"
    )
    parser.add_argument(
        "--workers", type=whole(1), metavar="N", help="processes (one for each processor)"
    )


def run(options: argparse.Namespace) -> None:
    """Build the pack, or add layered pictures to a folder."""
    if options.action == "layers":
        from core.data.layered_dataset import build_layers

        split = options.split or "train"
        steps = build_layers(
            options.sources, options.out, options.count, options.keep, split, options.seed
        )
        say(f"{follow(steps)}: layered pictures")
        return
    from core.data.dataset import build, open_pack

    folder = follow(
        build(
            options.sources,
            options.out,
            options.views,
            options.seed,
            options.workers,
            options.resolution,
            SPLITS if options.split is None else [options.split],
        )
    )
    pack = open_pack(folder)
    say(f"{folder}: {len(pack.rows):,} shapes, {len(pack.owners):,} views")
