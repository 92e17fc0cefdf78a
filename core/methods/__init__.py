"""The systems one can choose. A new system is one file here and one entry in METHODS.

An entry holds what `methods` lists, so that nobody needs torch to look; ``module`` is the file
that builds the method when it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class MethodCard:
    """What a method is, in the words of its listing. ``latent`` maps group to size.

    ``short`` is its name where room is short; ``what`` and ``limits`` are for those who choose.
    ``hypotheses``: it can give several shapes that a photograph leaves possible; ``samples``: it
    can draw new ones from what it knows. ``cameras`` says whether it measures rather than guesses:
    it needs photographs from several known places, finds those places where they are not known, and
    has nothing learned, so no ``latent`` of fixed size.
    ``resolution`` is what its shapes are shown and written at unless another one is asked for.
    ``space`` is the method whose latent space it steers in, if that is another one.
    ``photographs`` are how many it needs at least to give what it promises.
    """

    title: str
    module: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    latent: Mapping[str, int]
    paper: str
    short: str
    what: str
    limits: str
    hypotheses: bool = False
    samples: bool = False
    cameras: bool = False
    resolution: int = 64
    space: str = ""
    photographs: int = 1


# Parts of methods that have weights of their own, and are trained by themselves.
PARTS = {"tl_fusion": "core.methods.tl.fusion"}

METHODS: dict[str, MethodCard] = {
    "layers": MethodCard(
        title="Depth in layers, on top of the TL-embedding",
        module="core.methods.layers.method",
        inputs=("image", "shape"),
        outputs=("voxels", "mesh", "points", "depth"),
        latent={
            "shape": 128,
            "pose": 16 + 4,
            "lighting": 8,
            "detail_maps": 7 * 128 * 128,
            "detail_framing": 8,
            "detail_anchor": 128,
            "detail_share": 1,
        },
        paper="Wu et al. 2017 (arXiv 1711.03129); Tulsiani et al. 2018 (arXiv 1807.10264)",
        short="Layers",
        what=(
            "Takes the photograph at its word: its outline, its front, and behind it where matter "
            "ends and begins again. Underneath lies the code of TL, which sliders move; the "
            "photograph's detail rides along."
        ),
        limits=(
            "What one photograph does not show is a guess: backs are smooth, and parts that are "
            "hidden may be missing."
        ),
        hypotheses=True,
        resolution=96,
        space="tl",
    ),
    "tl": MethodCard(
        title="TL-embedding with disentangled codes",
        module="core.methods.tl.method",
        inputs=("image", "shape"),
        outputs=("voxels", "mesh", "points", "depth"),
        latent={"shape": 128, "pose": 16, "lighting": 8},
        paper="Girdhar et al. 2016 (arXiv 1603.08637); Grant et al. 2016 (arXiv 1610.05654)",
        short="TL",
        what=(
            "One code for photographs and shapes alike, in three parts: what the object "
            "is, how the camera stood and where the lamp shone. The parts can be "
            "swapped between images."
        ),
        limits=(
            "Knows furniture, toys and household things. What one photograph does not "
            "show is a guess, and fine detail is lost."
        ),
    ),
    "vae": MethodCard(
        title="3D variational autoencoder",
        module="core.methods.autoencoders.vae",
        inputs=("image", "shape"),
        outputs=("voxels", "mesh", "points", "depth"),
        latent={"shape": 100},
        paper="Brock et al. 2016 (arXiv 1608.04236)",
        short="VAE",
        what=(
            "A smooth space of shapes: halfway between two codes lies a shape again, "
            "and new ones can be drawn by lot."
        ),
        limits=(
            "Knows ten kinds of furniture only, at 32³ voxels. Its codes hold no camera "
            "and no light."
        ),
        hypotheses=True,
        samples=True,
    ),
    "vsl": MethodCard(
        title="Variational Shape Learner, global and local codes",
        module="core.methods.autoencoders.vsl",
        inputs=("image", "shape"),
        outputs=("voxels", "mesh", "points", "depth"),
        latent={"global": 20, **{f"local_{level}": 10 for level in range(1, 6)}},
        paper="Liu, Giles, Ororbia 2018 (arXiv 1705.05994)",
        short="VSL",
        what=(
            "One global code for the whole and five local ones below it: the global "
            "sliders change what the shape is, the local ones its parts."
        ),
        limits=(
            "Knows ten kinds of furniture only, at 32³ voxels. Its codes hold no camera "
            "and no light."
        ),
        hypotheses=True,
        samples=True,
    ),
    "vae_gan": MethodCard(
        title="3D-VAE-GAN, trained against a discriminator",
        module="core.methods.autoencoders.vae_gan",
        inputs=("image", "shape"),
        outputs=("voxels", "mesh", "points", "depth"),
        latent={"shape": 200},
        paper="Wu et al. 2016 (arXiv 1610.07584)",
        short="VAE-GAN",
        what=(
            "Shapes that a second network has to take for real ones, decoded at 64³ "
            "voxels from a code of two hundred numbers."
        ),
        limits=(
            "Knows ten kinds of furniture only. Its codes hold no camera and no light, "
            "and it draws rather than remembers: a shape put in comes back less "
            "exactly."
        ),
        hypotheses=True,
        samples=True,
    ),
    "shapenets": MethodCard(
        title="3D ShapeNets, a discrete code with labels",
        module="core.methods.autoencoders.shapenets",
        inputs=("image", "shape"),
        outputs=("voxels", "mesh", "points", "depth"),
        latent={"shape": 4000},
        paper="Wu et al. 2015 (arXiv 1406.5670)",
        short="ShapeNets",
        what=(
            "A code of four thousand switches that knows what kind of thing a shape is, "
            "and can complete one that was seen from a single side."
        ),
        limits=(
            "Knows ten kinds of furniture only, at 32³ voxels. Its codes hold no camera "
            "and no light; between switches the sliders give blends."
        ),
        hypotheses=True,
        samples=True,
    ),
    "r2n2": MethodCard(
        title="3D-R2N2, a recurrent network for several views",
        module="core.methods.autoencoders.r2n2",
        inputs=("image", "shape"),
        outputs=("voxels", "mesh", "points", "depth"),
        latent={"shape": 1024},
        paper="Choy et al. 2016 (arXiv 1604.00449)",
        short="R2N2",
        what=(
            "Is told one photograph after another: each one changes the shape where it "
            "shows something new. Made for one to eight photographs of one object, "
            "whose cameras nobody knows."
        ),
        limits=(
            "The order of the photographs matters, and the last one counts most. Writes "
            "32³ voxels. Its codes hold no camera and no light."
        ),
    ),
    "hull": MethodCard(
        title="Visual hull, carved from silhouettes",
        module="core.methods.multiview.hull",
        inputs=("images", "cameras"),
        outputs=("voxels", "mesh", "points"),
        latent={},
        paper="Laurentini 1994 (doi 10.1109/34.273735)",
        short="Hull",
        what=(
            "Cuts away whatever lies outside the object's outline in any photograph. Nothing is "
            "learned, so it works for any object, in seconds."
        ),
        limits=(
            "Needs several photographs from all sides. Hollows that no outline shows stay "
            "filled, and a measured shape has no sliders."
        ),
        cameras=True,
        photographs=4,
        resolution=128,
    ),
    "surface": MethodCard(
        title="Surface measured in photographs",
        module="core.methods.multiview.surface",
        inputs=("images", "cameras"),
        outputs=("voxels", "mesh", "points"),
        latent={},
        paper="Goesele et al. 2007; Curless and Levoy 1996",
        short="Surface",
        what=(
            "Finds how far away every part of the object is by comparing neighbouring "
            "photographs, and joins it with the outlines into one closed surface, hollows and "
            "colours included. Works for any object, in minutes."
        ),
        limits=(
            "Needs a dozen photographs or more from all sides. What no photograph shows is "
            "guessed from the outlines, and a measured shape has no sliders."
        ),
        cameras=True,
        photographs=12,
        resolution=128,
    ),
}

DEFAULT = "layers"  # for one photograph
COMPLETES = "shapenets"  # the one that completes shapes seen from one side
