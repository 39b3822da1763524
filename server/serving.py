"""Which release a command reads when none is named."""

from __future__ import annotations

from compiler.release import Release
from server.errors import LabelError
from server.labels import Label, pointed, read_labels
from server.wiring import Services


def serving_release(services: Services, name: str | None = None) -> Release:
    """Open the release called `name` (an id or a label); None: production, else the newest.

    Raises LabelError when there is none, ShelfError for an id that is not on the shelf.
    """
    pointers = read_labels(services.engine)
    if name:
        return services.shelf.open(pointed(pointers, name) if name in set(Label) else name)
    ids = services.shelf.ids()
    if pointers.production:
        return services.shelf.open(pointers.production)
    if not ids:
        raise LabelError('there is no release yet; run "sitebrief build"')
    return services.shelf.open(ids[0])
