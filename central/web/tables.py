"""Every request that the centre answers on the line; a new table of requests is named here."""

from typing import Any, Final

from central.line import CentralLine
from central.web.blobs import BLOBS, BlobEndpoints
from central.web.bundles import BUNDLES, Bundles
from central.web.endpoints import Endpoints
from central.web.gate import Gate
from central.web.hubs import HUBS, HubEndpoints
from central.web.line_table import LINE
from central.web.openapi import DESCRIPTION, Described
from central.web.operations import Bound, Operation, bind

EVERY: Final[tuple[Operation[Any], ...]] = (*LINE, *BLOBS, *BUNDLES, *HUBS, *DESCRIPTION)
"""The operations behind the routes and the OpenAPI document."""


def bound_to(line: CentralLine, anchor: bytes, gate: Gate) -> list[Bound]:
    """Every operation with what answers it; ``anchor`` is the certificate (PEM) desks pin."""
    return [
        *bind(LINE, Endpoints(line, anchor, gate)),
        *bind(BLOBS, BlobEndpoints(line)),
        *bind(BUNDLES, Bundles(line)),
        *bind(HUBS, HubEndpoints(line)),
        *bind(DESCRIPTION, Described(EVERY)),
    ]
