"""A USB roll printer's line of bytes, by pyusb, with no driver of the maker.

On Windows such a printer needs WinUSB in place of its driver; with the maker's driver it is a
printer of the kind ``windows``.
"""

import errno
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import usb.core
import usb.util

from desk_app.ports.printers import PrinterInfo, PrinterKind
from desk_app.records.errors import MachineFault

_PRINTER_CLASS: Final = 7
_PIECE: Final = 4096


def printers_on_usb(backend: object = None) -> list[PrinterInfo]:
    """Every device with a printer interface; empty where USB cannot be reached."""
    try:
        found = usb.core.find(find_all=True, backend=backend, custom_match=_has_printer)
        return [
            PrinterInfo(target, PrinterKind.ESCPOS_USB, target)
            for target in (f"{device.idVendor:04x}:{device.idProduct:04x}" for device in found)
        ]
    except (usb.core.USBError, usb.core.NoBackendError):
        return []


def _interfaces(device: Any) -> Iterator[Any]:
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass == _PRINTER_CLASS:
                yield interface


def _has_printer(device: Any) -> bool:
    return next(_interfaces(device), None) is not None


class UsbLine:
    """The printer interface of one device, claimed until closed."""

    def __init__(self, name: str, target: str, stall: float, backend: object = None) -> None:
        self._name = name
        self._stall = round(stall * 1000)
        self._sent = 0
        self._in: Any = None
        try:
            self._device = _find(target, backend)
            if self._device is None:
                raise MachineFault("printer.unreachable", printer=name)
            self._claim()
        except usb.core.NoBackendError as fault:
            raise MachineFault("printer.no_usb", printer=name) from fault
        except usb.core.USBError as fault:
            raise self._broken(fault) from fault

    def _claim(self) -> None:
        interface = next(_interfaces(self._device), None)
        if interface is None:
            raise MachineFault("printer.unknown", printer=self._name)
        number = interface.bInterfaceNumber
        with suppress(NotImplementedError):  # only Linux has a driver to be asked aside
            if self._device.is_kernel_driver_active(number):
                self._device.detach_kernel_driver(number)
        try:
            self._device.get_active_configuration()
        except usb.core.USBError:
            self._device.set_configuration()
        usb.util.claim_interface(self._device, number)
        self._out = _endpoint(interface, usb.util.ENDPOINT_OUT)
        self._in = _endpoint(interface, usb.util.ENDPOINT_IN)
        if self._out is None:
            raise MachineFault("printer.unknown", printer=self._name)

    def _broken(self, fault: usb.core.USBError) -> MachineFault:
        code = "printer.unreachable"
        if self._sent:
            code = "printer.partial"
        elif isinstance(fault, usb.core.USBTimeoutError):
            code = "printer.timeout"
        elif fault.errno == errno.EACCES:
            code = "printer.no_permission"
        elif fault.errno == errno.EBUSY:
            code = "printer.busy"
        return MachineFault(code, printer=self._name)

    def write(self, data: bytes) -> None:
        """Bulk transfers, each within the stall limit; a short one goes on where it stopped."""
        start = 0
        try:
            while start < len(data):
                count = int(self._out.write(data[start : start + _PIECE], self._stall))
                if count == 0:
                    raise usb.core.USBTimeoutError("no byte was taken")
                self._sent += count
                start += count
        except usb.core.USBError as fault:
            raise self._broken(fault) from fault

    def read(self, seconds: float) -> bytes:
        """What came, by the interface's other endpoint if it has one."""
        if self._in is None:
            return b""
        try:
            return bytes(self._in.read(self._in.wMaxPacketSize, max(1, round(seconds * 1000))))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as fault:
            raise self._broken(fault) from fault

    def finish(self) -> bool:
        """Every transfer was taken by the device itself."""
        return True

    def close(self) -> None:
        """Release the interface."""
        with suppress(usb.core.USBError):
            usb.util.dispose_resources(self._device)


def _endpoint(interface: Any, direction: int) -> Any:
    return usb.util.find_descriptor(
        interface,
        custom_match=lambda end: (
            usb.util.endpoint_direction(end.bEndpointAddress) == direction
            and usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ),
    )


def _find(target: str, backend: object) -> Any:
    """The device ``vendor:product[:serial]``, or the first printer for an empty target."""
    if not target:
        return usb.core.find(backend=backend, custom_match=_has_printer)
    vendor, product, *rest = target.split(":", 2)
    wanted = {"idVendor": int(vendor, 16), "idProduct": int(product, 16)}
    if rest:
        wanted_serial = rest[0]
        return usb.core.find(
            backend=backend,
            custom_match=lambda device: device.serial_number == wanted_serial,
            **wanted,
        )
    return usb.core.find(backend=backend, **wanted)
