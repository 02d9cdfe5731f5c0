"""A real Chromium, spoken to over its DevTools pipe: keys, looks and names as people have."""

import json
import os
import shutil
import subprocess
import sys
import threading
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any, Final

KEYS: Final = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Space": (32, " "),
    "ArrowDown": (40, ""),
    "ArrowLeft": (37, ""),
}
_SECONDS: Final = 30
_START: Final = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for end, place in zip(ends, (3, 4)):
    os.dup2(end, place)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The browser reads from descriptor 3 and writes to 4."""


def chromium() -> str | None:
    """The browser that is installed, if any."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """One headless Chromium with one page."""

    def __init__(self, folder: Path, *flags: str) -> None:
        path = chromium()
        assert path is not None
        read_theirs, write_ours = os.pipe()
        read_ours, write_theirs = os.pipe()
        self._process = subprocess.Popen(
            [
                sys.executable, "-c", _START, str(read_theirs), str(write_theirs), path,
                "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
                "--disable-background-networking", f"--user-data-dir={folder}",
                "--lang=fa", *flags,
            ],
            pass_fds=(read_theirs, write_theirs), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(read_theirs)
        os.close(write_theirs)
        self._out = os.fdopen(write_ours, "wb", buffering=0)
        self._in = os.fdopen(read_ours, "rb", buffering=0)
        self._number = 0
        self._answers: dict[int, Queue[dict[str, Any]]] = {}
        self._loaded: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        target = self._send("Target.createTarget", {"url": "about:blank"}, "")["targetId"]
        attached = self._send("Target.attachToTarget", {"targetId": target, "flatten": True}, "")
        self._session: str = attached["sessionId"]
        for domain in ("Page", "Runtime", "Accessibility", "Network"):
            self(f"{domain}.enable")

    def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the page for something by its DevTools method."""
        return self._send(method, params, self._session)

    def close(self) -> None:
        """End the browser."""
        self._send("Browser.close", {}, "")
        self._process.wait(_SECONDS)
        self._out.close()
        self._reader.join(_SECONDS)
        self._in.close()

    def open(self, url: str) -> None:
        """Go to an address and wait until it is there."""
        self._forget()
        self("Page.navigate", url=url)
        self._wait()

    def size(self, width: int, height: int = 800, scale: float = 1) -> None:
        """The window in CSS pixels."""
        self(
            "Emulation.setDeviceMetricsOverride", width=width, height=height,
            deviceScaleFactor=scale, mobile=width < 600,
        )  # fmt: skip

    def look(self, script: str) -> Any:
        """The value of an expression on the page."""
        found = self("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str, *, leaves: bool = False, shift: bool = False) -> None:
        """One key; with ``leaves`` another page follows."""
        code, text = KEYS[key]
        self._forget()
        named = {"key": " " if key == "Space" else key, "code": key}
        common = {**named, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self("Input.dispatchKeyEvent", **common, **down)
        self("Input.dispatchKeyEvent", **common, type="keyUp")
        if leaves:
            self._wait()

    def write(self, text: str) -> None:
        """Letters into what has the focus."""
        self("Input.insertText", text=text)

    def media(self, kind: str = "", **features: str) -> None:
        """As on paper (``print``), or in the dark (``prefers_color_scheme``)."""
        named = [
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()
        ]
        self("Emulation.setEmulatedMedia", media=kind, features=named)

    def picture(self, file: Path, *, whole: bool = True) -> None:
        """A screenshot of the page."""
        made = self("Page.captureScreenshot", captureBeyondViewport=whole)
        file.write_bytes(b64decode(made["data"]))

    def paper(self) -> bytes:
        """The page as it is printed, as PDF."""
        return b64decode(self("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"])

    def controls(self) -> list["Control"]:
        """What a screen reader finds that can be reached: role, name, description."""
        nodes = self("Accessibility.getFullAXTree")["nodes"]
        found = []
        for node in nodes:
            properties = {
                each["name"]: each["value"].get("value") for each in node.get("properties", ())
            }
            if not node["ignored"] and properties.get("focusable"):
                found.append(
                    Control(
                        node["role"]["value"], node.get("name", {}).get("value", ""),
                        node.get("description", {}).get("value", ""), properties,
                    )
                )  # fmt: skip
        return found

    def _forget(self) -> None:
        while not self._loaded.empty():
            self._loaded.get()

    def _wait(self) -> None:
        self._loaded.get(timeout=_SECONDS)

    def _send(self, method: str, params: dict[str, Any], session: str) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._answers[self._number] = Queue()
        self._out.write(json.dumps(message).encode() + b"\0")
        answer = self._answers[self._number].get(timeout=_SECONDS)
        del self._answers[self._number]
        assert "error" not in answer, (method, answer)
        found: dict[str, Any] = answer["result"]
        return found

    def _read(self) -> None:
        held = b""
        while part := self._in.read(1 << 16):
            *whole, held = (held + part).split(b"\0")
            for line in whole:
                message = json.loads(line)
                if waiting := self._answers.get(message.get("id", 0)):
                    waiting.put(message)
                elif message.get("method") == "Page.loadEventFired":
                    self._loaded.put("loaded")


@dataclass(frozen=True)
class Control:
    """Something that has a place in the order of keys."""

    role: str
    name: str
    description: str
    properties: dict[str, Any]
