"""What can be asked of the centre: one table for routes, limits and the OpenAPI document.

A module of endpoints keeps its table beside them; ``central.web.tables`` names every table.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from desk_app.protocol.limits import MAX_MESSAGE
from desk_app.protocol.messages import Message

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]
Method = Literal["GET", "HEAD", "POST", "PUT", "DELETE"]

JSON: Final = "application/json"

_ALWAYS: Final = frozenset({"slow_down", "internal", "busy"})
_WITH_TOKEN: Final = frozenset({"unauthorized", "revoked"})
_WITH_BODY: Final = frozenset({"too_large", "bad_media", "bad_encoding"})
_WITH_MESSAGE: Final = frozenset({"bad_json", "bad_request"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its media type, the message it holds (none where it is bytes) and the most bytes."""

    media: str = JSON
    message: type[Message] | None = None
    limit: int = MAX_MESSAGE
    codings: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value in the query, the path or a header, with its JSON schema."""

    name: str
    place: Literal["query", "path", "header"]
    schema: dict[str, Any]
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[T]):
    """One request: where it is, what it takes and gives, and with which codes it is refused.

    ``told`` are headers of the reply; ``token`` says that a session is needed.
    """

    method: Method
    path: str
    name: str
    about: str
    answer: Callable[[T, Request], Awaitable[Response]]
    gives: Body
    status: int = 200
    takes: Body | None = None
    values: tuple[Value, ...] = ()
    told: tuple[Value, ...] = ()
    token: bool = False
    refusals: tuple[str, ...] = ()

    @property
    def problems(self) -> frozenset[str]:
        """Every code that the request may be refused with, once its path and method are right."""
        found = _ALWAYS | frozenset(self.refusals)
        if self.token:
            found |= _WITH_TOKEN
        if self.takes is not None:
            found |= _WITH_BODY
            if self.takes.message is not None:
                found |= _WITH_MESSAGE
        if any(value.place == "query" for value in self.values):
            found |= {"bad_request"}
        return found


class Bound(NamedTuple):
    """An operation and the coroutine that answers it."""

    operation: Operation[Any]
    endpoint: Endpoint


def bind(table: Iterable[Operation[T]], room: T) -> list[Bound]:
    """The operations of a table, answered by one object."""
    return [Bound(operation, partial(operation.answer, room)) for operation in table]
