"""What every page has around it: head, styles, language, the way back; and the page's headers."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

from central.public.html import Html, both, el
from central.public.speech import Speech

_STYLE: Final = (Path(__file__).parent / "page.css").read_text(encoding="utf-8").strip()
_STYLE_HASH: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()

HEADERS: Final = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""No script, no picture, nothing from elsewhere, and nothing kept."""

HSTS: Final = {"strict-transport-security": "max-age=31536000"}


def page(speech: Speech, title: str, inside: Html, *, handle: str = "", demo: bool = False) -> str:
    """A whole page. With a handle, changing the language keeps what is shown."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="format-detection", content="telephone=no"),
        el("title", f"{title} · {speech.say('name')}"),
        el("style", Html(_STYLE)),
    )
    body = el(
        "body",
        el("a", speech.say("skip"), cls="skip", href="#main"),
        el("header", el("p", speech.say("name")), _language(speech.other, handle)),
        el("main", _demonstration(speech) if demo else None, inside, id="main"),
        el("footer", el("p", speech.say("privacy"))),
    )
    whole = el("html", head, body, lang=speech.language, dir=speech.direction)
    return f"<!doctype html>{whole}"


def titled(tag: str, text: str, name: str, *inside: Html | None, cls: str = "card") -> Html:
    """A region with its heading, by which it is named."""
    return el(
        "section", el(tag, text, id=name), *inside, cls=cls, aria_labelledby=name
    )  # fmt: skip


def field_of(handle: str) -> Html:
    """A form's handle."""
    return el("input", type="hidden", name="handle", value=handle)


def _language(other: Speech, handle: str) -> Html:
    words = {"lang": other.language, "dir": other.direction, "cls": "quiet"}
    if not handle:
        address = other.path("/")
        return el("a", other.say("language"), href=address, **{**words, "cls": "other"})
    return el(
        "form", field_of(handle), el("button", other.say("language"), **words),
        method="post", action=other.path("/request"), cls="screen",
    )  # fmt: skip


def _demonstration(speech: Speech) -> Html:
    return el("p", both(el("strong", speech.say("demonstration"))), cls="card warn")
