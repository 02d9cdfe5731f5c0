"""What a form sends, within limits; and whether it was sent from our own page."""

from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_BYTES: Final = 40_000
"""A text of 2,000 letters fits, each as a Persian letter is sent."""

_MOST_FIELDS: Final = 40
_TYPE: Final = "application/x-www-form-urlencoded"


class BadForm(Exception):
    """What came is no form of ours: its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def read_form(request: Request) -> dict[str, str]:
    """The fields, the first of each name; BadForm for anything but a small form of this page."""
    if not is_own(request):
        raise BadForm(403)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise BadForm(415)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise BadForm(413)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict",
            max_num_fields=_MOST_FIELDS,
        )  # fmt: skip
    except ValueError as error:
        raise BadForm(400) from error
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields


def is_own(request: Request) -> bool:
    """Whether the browser says that the form is on our own page, or says nothing about it.

    There is no cookie that another site could use; this keeps others from posing as the page.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "null")
    # Under no-referrer the origin of our own forms is "null".
    host = origin.partition("://")[2]
    return site in ("same-origin", "none") and (
        origin == "null" or host == request.headers.get("host", "")
    )
