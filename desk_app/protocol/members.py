"""What the members of messages may hold; both the reader and the OpenAPI document use it."""

from typing import Annotated, Final

import msgspec

from desk_app.records.codes import FIRST_LANE, LAST_LANE

ID_PATTERN: Final = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""A regular expression of ids: UUIDs in lower case with dashed groups."""

# A line end would pass before `$`; the length forbids it.
Id = Annotated[str, msgspec.Meta(pattern=f"^{ID_PATTERN}$", max_length=36)]
NoId = Annotated[str, msgspec.Meta(pattern=f"^({ID_PATTERN})?$", max_length=36)]
"""An id, or nothing."""

Lane = Annotated[
    int,
    msgspec.Meta(
        ge=0,
        le=LAST_LANE,
        extra_json_schema={"not": {"exclusiveMinimum": 0, "exclusiveMaximum": FIRST_LANE}},
    ),
]
"""A lane, or 0 where one is asked for."""
Place = Annotated[int, msgspec.Meta(ge=0, le=(1 << 62))]
"""A place in a log; 0 is before the first."""

Recipient = Annotated[str, msgspec.Meta(pattern="^age1[!-~]+$", max_length=4096)]
"""An age public key."""
