"""An officer who sees nothing: signs in and records a visit through the accessibility bus alone.

Run as a program inside a D-Bus session and an X display of its own: ``python -m
tests.accessibility.session DATA PASSWORD``. Prints what was met, as one JSON object.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from jeepney.io.blocking import DBusConnection, open_dbus_connection

from desk_app.texts import say
from tests.accessibility.tree import LOOK_S, PATIENCE_S, Node, NotThere, address_of_bus, registry

T = TypeVar("T")

VISIT = {
    "intake.national_id": "0071345922",
    "intake.first_name": "زهرا",
    "intake.last_name": "محمدی‌نژاد",
    "intake.mobile": "09121234567",
    "intake.subject": "انشعاب آب روستای کهنوج",
    "intake.body": "پرونده از فروردین در نوبت است.",
}
"""What is written into the field of each name."""
CODE = re.compile(r"[۰-۹]{6}\s[۰-۹]{6}\s[۰-۹]{2}")


@contextmanager
def program(data: str) -> Iterator[None]:
    """The window of the desk, as a user starts it."""
    settings = {
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
        "MIZBAN_LANG": "fa",
    }
    command = [sys.executable, "-m", "desk_app", "--data", data]
    with subprocess.Popen(command, env=os.environ | settings) as running:
        try:
            yield
        finally:
            running.terminate()


def until(look: Callable[[], T | None], what: str) -> T:
    """Look again and again, as a person waits for the next thing to be said."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            if (found := look()) is not None:
                return found
        except NotThere:
            # The tree changed while it was read.
            pass
        time.sleep(LOOK_S)
    raise NotThere(what)


class Reader:
    """What is on the screen, by its names."""

    def __init__(self, bus: DBusConnection) -> None:
        self.top = until(lambda: next(iter(registry(bus).children()), None), "the program")

    def find(self, code: str, role: str) -> Node:
        """The object with the name of a code; waits for it."""
        name = say(code, "fa")

        def look() -> Node | None:
            met = (node for node in self.top.all_below() if node.name == name)
            return next((node for node in met if node.role == role and node.focusable), None)

        return until(look, f"{role} {code}")

    def nameless(self) -> list[str]:
        """The roles of objects that take the focus and have no name."""
        return [
            node.role
            for node in self.top.all_below()
            if node.focusable and not node.name and node.role not in ("panel", "filler")
        ]

    def words(self) -> str:
        """Every name on the screen, for whoever has to see what went wrong."""
        return " · ".join(f"{node.role}: {node.name}" for node in self.top.all_below() if node.name)

    def code(self) -> str | None:
        """A tracking code that is told on the screen."""
        told = (CODE.search(node.name) for node in self.top.all_below())
        return next((found.group() for found in told if found), None)


def work(reader: Reader, password: str) -> dict[str, object]:
    """Sign in and record one visit; what was met on the way."""
    met: dict[str, object] = {"nameless_at_entrance": reader.nameless()}
    reader.find("entrance.password", "text").write(password)
    reader.find("entrance.sign_in.enter", "push button").do()
    reader.find("page.intake", "check box").do()
    for code, text in VISIT.items():
        field = reader.find(code, "text")
        field.write(text)
        met[code] = field.text()
    met["nameless_at_intake"] = reader.nameless()
    met["roles"] = sorted({node.role for node in reader.top.all_below()})
    reader.find("intake.save", "push button").do()
    met["tracking_code"] = until(reader.code, "the tracking code")
    met["left_in_field"] = reader.find("intake.subject", "text").text()
    return met


def main() -> None:
    """Play it and tell."""
    data, password = sys.argv[1:]
    with program(data), open_dbus_connection(address_of_bus()) as bus:
        reader = Reader(bus)
        try:
            print(json.dumps(work(reader, password), ensure_ascii=False))  # noqa: T201
        except NotThere as missing:
            sys.exit(f"{missing}; on the screen: {reader.words()}")


if __name__ == "__main__":
    main()
