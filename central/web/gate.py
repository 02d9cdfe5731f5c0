"""Who may ask how much: allowances by address, token, device and wrong guess.

What comes from this machine itself (the demonstration office, a hub's own desk) is not counted,
except wrong enrolment codes. A proxy on this machine that names its peers in ``X-Forwarded-For``
is believed, so that each of them has its own allowance.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final, NamedTuple

from starlette.requests import Request

from central.web.rates import Allowance, Rate
from desk_app.protocol.problems import Problem

_NETWORK_BITS: Final = 64  # one peer may use any address of its IPv6 network
_RETRY_AFTER: Final = 5


class Allowances(NamedTuple):
    """The allowances of one centre.

    ``address`` bounds all requests of an address (many desks may share one), ``stranger`` those
    without a token that is taken, ``token`` those of one session, ``sessions`` the sessions that
    one device opens, ``guesses`` wrong enrolment codes of an address. ``together`` requests of
    one token may be under way.
    """

    address: Allowance = Allowance(5000, 500)
    stranger: Allowance = Allowance(600, 20)
    token: Allowance = Allowance(5000, 200)
    sessions: Allowance = Allowance(120, 0.2)
    guesses: Allowance = Allowance(20, 1 / 30)
    together: int = 32


class Gate:
    """Keeps the allowances; used by the one event loop of a listener."""

    def __init__(
        self, allowances: Allowances | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        given = allowances or Allowances()
        self._address = Rate(given.address, clock)
        self._stranger = Rate(given.stranger, clock)
        self._token = Rate(given.token, clock)
        self._sessions = Rate(given.sessions, clock)
        self._guesses = Rate(given.guesses, clock)
        self._together = given.together
        self._under_way: Counter[str] = Counter()

    @contextmanager
    def passing(self, request: Request, token: str) -> Iterator[None]:
        """One request, counted; Problem ``slow_down`` where an allowance is spent.

        ``token`` is empty for a request that needs none.
        """
        peer, local = peer_of(request)
        if not local:
            self._address.take(peer)
            self._stranger.check(peer)
        if not token:
            if not local:
                self._stranger.spend(peer)
            yield
            return
        with self._one_of(_name(token), local=local):
            try:
                yield
            except Problem as problem:
                if problem.code == "unauthorized" and not local:
                    self._stranger.spend(peer)
                raise

    @contextmanager
    def guessing(self, request: Request) -> Iterator[None]:
        """An attempt with an enrolment code; a wrong one is counted, wherever it comes from."""
        peer, _ = peer_of(request)
        self._guesses.check(peer)
        try:
            yield
        except Problem as problem:
            if problem.code == "bad_code":
                self._guesses.spend(peer)
            raise

    def opening(self, request: Request, device: str) -> Callable[[], None]:
        """Raise ``slow_down`` for a device with too many new sessions.

        What is returned counts one; it is called only once the device has proved itself, so that
        a stranger cannot use up another's allowance.
        """
        _, local = peer_of(request)
        if local:
            return lambda: None
        self._sessions.check(device)
        return lambda: self._sessions.spend(device)

    @contextmanager
    def _one_of(self, name: str, *, local: bool) -> Iterator[None]:
        if not local:
            self._token.take(name)
        if self._under_way[name] >= self._together:
            raise Problem("slow_down", retry_after=_RETRY_AFTER)
        self._under_way[name] += 1
        try:
            yield
        finally:
            self._under_way[name] -= 1
            if not self._under_way[name]:
                del self._under_way[name]


def _name(token: str) -> str:
    """The token is not kept; its digest is."""
    return sha256(token.encode()).hexdigest()


def peer_of(request: Request) -> tuple[str, bool]:
    """The network address that asks, and whether it is this machine."""
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host, False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped), found.ipv4_mapped.is_loopback
        return str(IPv6Network((found, _NETWORK_BITS), strict=False)), found.is_loopback
    return host, found.is_loopback
