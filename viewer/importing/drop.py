"""What may come in by drop and by paste: files, folders, and images from other programs."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from core.document.project_file import SUFFIX
from core.images.formats import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from core.importers.formats import SHAPE_SUFFIXES
from viewer.document.session import Session
from viewer.i18n.translate import tr


def file_filter() -> str:
    """What a file dialog offers to open."""
    images = " ".join("*" + suffix for suffix in IMAGE_SUFFIXES)
    shapes = " ".join("*" + suffix for suffix in SHAPE_SUFFIXES)
    videos = " ".join("*" + suffix for suffix in VIDEO_SUFFIXES)
    return tr(
        "All that opens ({images} {shapes} {videos} *{project});;Images ({images});;"
        "Shapes ({shapes});;Videos ({videos});;Projects (*{project});;All files (*)",
        images=images,
        shapes=shapes,
        videos=videos,
        project=SUFFIX,
    )


def invitation(data: QMimeData) -> str:
    """What to say while something is held over the window."""
    names = [url.toLocalFile().lower() for url in data.urls() if url.isLocalFile()]
    if names and all(name.endswith(SHAPE_SUFFIXES) for name in names):
        return tr("Drop to add the shape")
    return tr("Drop to add them") if len(names) > 1 else tr("Drop to add")


def acceptable(data: QMimeData) -> bool:
    """Whether there is something to add. Whether it is an image shows when it is read."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def take(session: Session, data: QMimeData, name: str) -> bool:
    """Add what is there; False when there is nothing."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if paths:
        session.open_files(paths)
        return True
    if data.hasImage():
        image = QImage(data.imageData())
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        session.open_bytes(bytes(buffer.data().data()), name)
        return True
    return False
