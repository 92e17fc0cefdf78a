"""The panels around the 3D view. A new one is one file here and one entry in PANELS.

A panel is a widget made from the session and the preview; its class says in which column it
stands (``place``: left, bottom or right), on which page of it (``tab``; a strip of tabs appears
where a column has several) and how much of the room it takes (``stretch``).
"""

from viewer.panels.certainty import CertaintyPanel
from viewer.panels.codes import CodesPanel
from viewer.panels.compare import ComparePanel
from viewer.panels.export import ExportPanel
from viewer.panels.finish import FinishPanel
from viewer.panels.gauges import GaugesPanel
from viewer.panels.history import HistoryPanel
from viewer.panels.images import ImagesPanel
from viewer.panels.latent import LatentPanel
from viewer.panels.log import LogPanel
from viewer.panels.map import MapPanel
from viewer.panels.method import MethodPanel
from viewer.panels.path import PathPanel
from viewer.panels.picture import PicturePanel
from viewer.panels.result import ResultPanel
from viewer.panels.snapshots import SnapshotsPanel
from viewer.panels.work import WorkPanel

PANELS = (
    ImagesPanel,
    CertaintyPanel,
    CodesPanel,
    PicturePanel,
    SnapshotsPanel,
    PathPanel,
    HistoryPanel,
    WorkPanel,
    LogPanel,
    MethodPanel,
    LatentPanel,
    MapPanel,
    GaugesPanel,
    ResultPanel,
    FinishPanel,
    ExportPanel,
    ComparePanel,
)
