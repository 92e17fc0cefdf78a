"""The arrays and bytes of a document in a zip file: each is kept once, and told as it gets on.

What decodes pictures is imported when there is one: a window without a document needs none of it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np

from core.document.model import Document
from core.document.records import Array, Kept, pack
from core.errors import UserError
from core.utils.containers import read_member

# Photographs of these kinds every copy of the program decodes, and to the same pixels.
DECODED_AGAIN = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp"}
Tell = Callable[[float], None]  # is told the share that is done; what it raises ends the work


class Writer:
    """Puts arrays and bytes into a zip file, each only once."""

    def __init__(self, file: zipfile.ZipFile, document: Document, tell: Tell) -> None:
        self._file, self._tell = file, tell
        self._done, self._all = 0, 1 + size(document)
        self._kept: dict[bytes, str] = {}
        self._decoded: dict[bytes, dict[str, str]] = {}
        for item in document.items:
            for place, original in enumerate((item.original, *item.more_originals)):
                self._expect(f"items/{item.id}/original{place or ''}", original)

    def put(self, path: str, value: Kept) -> Any:
        written = self._put(path, value)
        self._done += _bytes(value)
        self._tell(min(self._done / self._all, 1.0))
        return written

    def _put(self, path: str, value: Kept) -> Any:
        if isinstance(value, bytes):
            return self._keep(path + _suffix(value), hashlib.sha256(value).digest(), value)
        value = np.ascontiguousarray(value)
        digest = _digest(value)
        if digest in self._decoded:
            return self._decoded[digest]
        if value.dtype == np.uint8 and value.ndim == 3 and value.shape[2] == 3 and value.size:
            return self._keep(path + ".png", digest, value)
        return self._keep(path + ".npy", digest, value)

    def _expect(self, path: str, original: bytes | None) -> None:
        """Know the pixels that decoding an original gives."""
        if original is None or not _suffix(original):
            return
        name = self._put(path, original)
        from core.images.load import load_image_bytes

        try:
            decoded = load_image_bytes(original, "original")
        except UserError:
            return
        for part, array in (("image", decoded.image), ("mask", decoded.mask)):
            if array is not None:
                self._decoded[_digest(array)] = {"decoded": name, "part": part}

    def _keep(self, name: str, digest: bytes, value: Kept) -> str:
        if digest not in self._kept:
            self._kept[digest] = name
            # A ZipInfo is stored as it is, a name is compressed: pictures are small already.
            entry = name if name.endswith(".npy") else zipfile.ZipInfo(name)
            with self._file.open(entry, "w") as stream:
                if isinstance(value, bytes):
                    stream.write(value)
                elif name.endswith(".png"):
                    from PIL import Image

                    Image.fromarray(value).save(stream, "PNG", compress_level=1)
                else:
                    np.lib.format.write_array(stream, value, allow_pickle=False)
        return self._kept[digest]


def _bytes(value: Kept) -> int:
    return len(value) if isinstance(value, bytes) else int(value.nbytes)


def size(document: Document) -> int:
    """The bytes of all that is put into the file, however often it occurs."""
    sizes: list[int] = []
    pack(document, Document, lambda path, value: sizes.append(_bytes(value)))
    return sum(sizes)


class Reader:
    """Gets them out again; what is kept once is the same object wherever it occurs."""

    def __init__(self, file: zipfile.ZipFile, tell: Tell) -> None:
        self._file, self._tell = file, tell
        self._done, self._all = 0, 1 + sum(entry.file_size for entry in file.infolist())
        self._read: dict[str, Kept] = {}

    def get(self, reference: Any) -> Kept:
        if isinstance(reference, dict):
            key = f"{reference['decoded']}:{reference['part']}"
            if key not in self._read:
                self._decode(reference["decoded"])
            return self._read[key]
        if reference not in self._read:
            self._read[reference] = self._load(reference)
            self._done += self._file.getinfo(reference).file_size
            self._tell(self._done / self._all)
        return self._read[reference]

    def _decode(self, name: str) -> None:
        data = self.get(name)
        if not isinstance(data, bytes):
            raise ValueError(f"{name} is no photograph")
        from core.images.load import load_image_bytes

        try:
            view = load_image_bytes(data, name)
        except UserError as error:
            raise ValueError(str(error)) from error
        for part, array in (("image", view.image), ("mask", view.mask)):
            if array is not None:
                self._read[f"{name}:{part}"] = _fixed(array)

    def _load(self, name: str) -> Kept:
        if name.endswith(".npy"):
            return _fixed(read_member(self._file, name))
        data = self._file.read(name)
        if "/original" in name or "/more_originals/" in name:
            return data
        return _fixed(_pixels(data, name))


def _pixels(data: bytes, name: str) -> Array:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            return np.array(picture.convert("RGB"))
    except Image.DecompressionBombError as error:
        raise ValueError(f"{name} is larger than any photograph") from error


def _fixed(array: Array) -> Array:
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array


def _digest(array: Array) -> bytes:
    array = np.ascontiguousarray(array)
    digest = hashlib.sha256(f"{array.dtype.str} {array.shape}".encode())
    digest.update(array.reshape(-1).view(np.uint8).data)
    return digest.digest()


def _suffix(data: bytes) -> str:
    return next((name for start, name in DECODED_AGAIN.items() if data.startswith(start)), "")
