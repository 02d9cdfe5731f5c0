"""Lines of bytes to a roll printer: network and serial; every wait on them is bounded.

A transport knows how much went out: a line that fails before the first byte is
printer.unreachable or printer.timeout, one that fails after it is printer.partial.
"""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

import serial

from desk_app.ports.printers import PrinterSetting
from desk_app.records.errors import MachineFault

RAW_PORT: Final = 9100
_CONNECT_SECONDS: Final = 5.0
_STALL_SECONDS: Final = 10.0
_CLOSE_SECONDS: Final = 3.0
# What the system buffers has not reached the printer: with little of it a stall is seen.
_BUFFERED: Final = 8192
_SERIAL_PIECE: Final = 512


class Transport(Protocol):
    """An open line to one printer."""

    def write(self, data: bytes) -> None:
        """Hand all of it over, or raise MachineFault within the stall limit."""
        ...

    def read(self, seconds: float) -> bytes:
        """What the printer said, waiting at most so long for the first byte; may be empty."""
        ...

    def finish(self) -> bool:
        """End the job: True when the far end surely took every byte, False when unknown."""
        ...

    def close(self) -> None:
        """Let the line go; never raises."""
        ...


class NetworkLine:
    """A TCP connection to a printer's raw port."""

    def __init__(self, name: str, address: tuple[str, int], stall: float = _STALL_SECONDS) -> None:
        self._name = name
        self._stall = stall
        self._sent = 0
        try:
            self._socket = socket.create_connection(address, min(stall, _CONNECT_SECONDS))
        except OSError as fault:
            raise MachineFault("printer.unreachable", printer=name) from fault
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFERED)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _broken(self, fault: OSError) -> MachineFault:
        code = "printer.unreachable"
        if self._sent:
            code = "printer.partial"
        elif isinstance(fault, TimeoutError):
            code = "printer.timeout"
        return MachineFault(code, printer=self._name)

    def write(self, data: bytes) -> None:
        """Send all of it; each step forward has the stall limit anew."""
        left = memoryview(data)
        self._socket.settimeout(self._stall)
        try:
            while left:
                count = self._socket.send(left)
                self._sent += count
                left = left[count:]
        except OSError as fault:
            raise self._broken(fault) from fault

    def read(self, seconds: float) -> bytes:
        """What came; a connection that the printer has ended is printer.partial."""
        self._socket.settimeout(max(seconds, 0.0))
        try:
            came = self._socket.recv(4096)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as fault:
            raise self._broken(fault) from fault
        if not came:
            raise MachineFault("printer.partial", printer=self._name)
        return came

    def finish(self) -> bool:
        """Half-close and wait for the printer's own end, which follows the last byte it took."""
        self.read(0)  # an end that came before ours is a cut
        try:
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(min(self._stall, _CLOSE_SECONDS))
            while self._socket.recv(4096):
                pass
        except TimeoutError:
            return False
        except OSError as fault:
            raise self._broken(fault) from fault
        return True

    def close(self) -> None:
        """Let the connection go."""
        with suppress(OSError):
            self._socket.close()


class SerialLine:
    """A serial port, COM3 or /dev/ttyUSB0, eight bits, no parity."""

    def __init__(
        self,
        setting: PrinterSetting,
        stall: float = _STALL_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = setting.name
        self._stall = stall
        self._now = now
        self._sent = 0
        self._finished = False
        try:
            self._port = serial.Serial(
                setting.target,
                baudrate=setting.baud,
                timeout=0,
                write_timeout=stall,
                xonxoff=setting.flow == "xonxoff",
                rtscts=setting.flow == "rtscts",
                dsrdtr=setting.flow == "dsrdtr",
            )
        except (OSError, ValueError) as fault:  # SerialException is an OSError
            denied = isinstance(fault, PermissionError) or getattr(fault, "errno", 0) == 13
            code = "printer.no_permission" if denied else "printer.unreachable"
            raise MachineFault(code, printer=self._name) from fault

    def _failure(self) -> MachineFault:
        return MachineFault(
            "printer.partial" if self._sent else "printer.timeout", printer=self._name
        )

    def write(self, data: bytes) -> None:
        """Send in small pieces, each within the stall limit at any usual speed."""
        try:
            for start in range(0, len(data), _SERIAL_PIECE):
                piece = data[start : start + _SERIAL_PIECE]
                self._port.write(piece)
                self._sent += len(piece)
        except OSError as fault:
            raise self._failure() from fault

    def read(self, seconds: float) -> bytes:
        """What came; a port that was pulled out is a broken job."""
        try:
            self._port.timeout = max(seconds, 0.0)
            first: bytes = self._port.read(1)
            return first + bytes(self._port.read(self._port.in_waiting)) if first else b""
        except OSError as fault:
            raise self._failure() from fault

    def finish(self) -> bool:
        """Wait until the port has sent what it holds, as long as it moves forward."""
        try:
            held, since = self._port.out_waiting, self._now()
            while held:
                time.sleep(0.02)
                left = self._port.out_waiting
                if left < held:
                    held, since = left, self._now()
                elif self._now() - since > self._stall:
                    raise MachineFault("printer.partial", printer=self._name)
        except OSError as fault:
            raise self._failure() from fault
        self._finished = True
        return True

    def close(self) -> None:
        """Let the port go, dropping what a stalled printer did not take."""
        if not self._finished:
            with suppress(OSError):
                self._port.reset_output_buffer()
        with suppress(OSError):
            self._port.close()
