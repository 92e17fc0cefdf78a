"""The salient object of a photograph as U^2-Net-p sees it (`core.networks.u2net`).

torch is imported at the first look, and the network is kept.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from core.images.masks import Box
from core.types import Bytes, Floats

if TYPE_CHECKING:
    from core.networks.u2net import U2NetP

KEY = "u2netp"


def look(image: Bytes, box: Box, side: int) -> Floats:
    """The chance (side, side) that a pixel is of the object, in a box of an image uint8 (H, W, 3).

    The network sees the box squeezed into a square, as it saw its training pictures.
    UserError when its weights are missing or altered.
    """
    import torch

    picture = Image.fromarray(image).resize((side, side), Image.Resampling.BILINEAR, box=box)
    pixels = torch.from_numpy(np.asarray(picture, np.float32) / 255).permute(2, 0, 1)[None]
    with torch.inference_mode():
        found: Floats = _network()(pixels).sigmoid()[0, 0].numpy()
    return found


@cache
def _network() -> U2NetP:
    import torch

    from core.networks.u2net import U2NetP
    from core.utils.weights import read_weights

    net = U2NetP().eval()
    read_weights(net, KEY)
    # The colours of a pixel side by side: a quarter quicker on a CPU.
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return net
