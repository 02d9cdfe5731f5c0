"""The accessibility tree of a running program, read and worked over D-Bus as a screen reader does.

Only what AT-SPI offers is used: names, roles, states, text, and the actions of each object. Speaks
to the registry itself; see https://gitlab.gnome.org/GNOME/at-spi2-core, ``xml/``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

T = TypeVar("T")

PATIENCE_S: Final = 20.0
LOOK_S: Final = 0.05
_A11Y: Final = "org.a11y.atspi."
_ROOT: Final = "/org/a11y/atspi/accessible/root"
_SHOWING, _FOCUSABLE, _SENSITIVE = 25, 11, 24


class NotThere(Exception):
    """What was waited for did not come; names it."""


def address_of_bus() -> str:
    """Where the accessibility bus of this session listens."""
    with open_dbus_connection("SESSION") as session:
        bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        reply = session.send_and_get_reply(new_method_call(bus, "GetAddress"))
        return str(reply.body[0])


@dataclass(frozen=True)
class Node:
    """One object of the tree, on the connection that is asked."""

    bus: DBusConnection
    owner: str
    path: str

    def ask(self, interface: str, method: str, signature: str = "", *given: object) -> Any:
        """Call a method of one of its interfaces."""
        address = DBusAddress(self.path, self.owner, _A11Y + interface)
        call = new_method_call(address, method, signature or None, given)
        reply = self.bus.send_and_get_reply(call, timeout=PATIENCE_S)
        if reply.header.message_type is MessageType.error:
            raise NotThere(f"{interface}.{method}: {reply.body}")
        return reply.body[0] if reply.body else None

    def read(self, interface: str, name: str) -> Any:
        """A property of one of its interfaces."""
        address = DBusAddress(self.path, self.owner, _A11Y + interface)
        reply = self.bus.send_and_get_reply(Properties(address).get(name), timeout=PATIENCE_S)
        if reply.header.message_type is MessageType.error:
            raise NotThere(f"{interface}.{name}: {reply.body}")
        return reply.body[0][1]

    @property
    def name(self) -> str:
        """What a screen reader says of it."""
        return str(self.read("Accessible", "Name"))

    @property
    def role(self) -> str:
        """What it is, such as ``push button`` or ``text``."""
        return str(self.ask("Accessible", "GetRoleName"))

    def has_state(self, number: int) -> bool:
        """Whether it is in a state of AT-SPI."""
        low, high = self.ask("Accessible", "GetState")
        return bool((low | high << 32) >> number & 1)

    @property
    def showing(self) -> bool:
        """Whether it is on the screen."""
        return self.has_state(_SHOWING)

    @property
    def focusable(self) -> bool:
        """Whether the focus can be given to it, and it is not greyed."""
        return self.has_state(_FOCUSABLE) and self.has_state(_SENSITIVE)

    def children(self) -> "list[Node]":
        """The objects right below it."""
        below = self.ask("Accessible", "GetChildren")
        return [Node(self.bus, owner, path) for owner, path in below]

    def all_below(self) -> "Iterator[Node]":
        """Itself and everything below that is on the screen, top down."""
        yield self
        for child in self.children():
            try:
                shown = child.showing
            except NotThere:
                # It went away while the tree was walked.
                continue
            if shown:
                yield from child.all_below()

    def text(self) -> str:
        """What stands in it."""
        return str(self.ask("Text", "GetText", "ii", 0, -1))

    def write(self, text: str) -> None:
        """Put a text into it in place of what stands there."""
        if not self.ask("EditableText", "SetTextContents", "s", text):
            raise NotThere("the text was not taken")

    def actions(self) -> list[str]:
        """The names of what can be done with it."""
        count = self.read("Action", "NActions")
        return [str(self.ask("Action", "GetName", "i", at)) for at in range(count)]

    def do(self, action: str = "Press") -> None:
        """Do one of its actions."""
        self.ask("Action", "DoAction", "i", self.actions().index(action))

    def focus(self) -> None:
        """Give it the focus."""
        self.ask("Component", "GrabFocus")


def registry(bus: DBusConnection) -> Node:
    """The root of all programs that offer a tree."""
    return Node(bus, _A11Y + "Registry", _ROOT)
