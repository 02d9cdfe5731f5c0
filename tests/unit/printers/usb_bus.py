"""A USB bus with one roll printer on it, behind the interface of pyusb's backends."""

from array import array
from collections.abc import Iterator
from types import SimpleNamespace

import usb.backend
import usb.core

from tests.unit.printers.roll_printer import Paper

_SPOKEN = {"bLength": 9, "extra_descriptors": []}


class Bus(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """One device; ``takes`` bytes a transfer, ``stalls_after`` so many in all."""

    def __init__(
        self,
        page: Paper,
        *,
        interface_class: int = 7,
        takes: int = 64,
        stalls_after: int | None = None,
        denied: int = 0,
        configured: bool = True,
    ) -> None:
        self.page = page
        self._class = interface_class
        self._takes = takes
        self._stalls_after = stalls_after
        self._denied = denied
        self._configured = configured
        self._said = b""
        self.taken = 0
        self.driver_active = True
        self.claimed: set[int] = set()
        self.is_open = False

    def enumerate_devices(self) -> Iterator[str]:
        yield "printer"

    def get_device_descriptor(self, dev: object) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=3, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: object, config: int) -> SimpleNamespace:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            **_SPOKEN, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1,
            bConfigurationValue=1, iConfiguration=0, bmAttributes=0xC0, bMaxPower=1,
        )  # fmt: skip

    def get_interface_descriptor(
        self, dev: object, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        if intf or alt:
            raise IndexError(intf)
        return SimpleNamespace(
            **_SPOKEN, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=2, bInterfaceClass=self._class, bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0,
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, dev: object, ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        return SimpleNamespace(
            **_SPOKEN, bDescriptorType=5, bEndpointAddress=(0x01, 0x82)[ep], bmAttributes=2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0,
        )  # fmt: skip

    def open_device(self, dev: object) -> str:
        if self._denied:
            raise usb.core.USBError("refused", errno=self._denied)
        self.is_open = True
        return "handle"

    def close_device(self, dev_handle: str) -> None:
        self.is_open = False

    def get_configuration(self, dev_handle: str) -> int:
        return int(self._configured)

    def set_configuration(self, dev_handle: str, config_value: int) -> None:
        self._configured = True

    def is_kernel_driver_active(self, dev_handle: str, intf: int) -> bool:
        return self.driver_active

    def detach_kernel_driver(self, dev_handle: str, intf: int) -> None:
        self.driver_active = False

    def claim_interface(self, dev_handle: str, intf: int) -> None:
        assert not self.driver_active
        self.claimed.add(intf)

    def release_interface(self, dev_handle: str, intf: int) -> None:
        self.claimed.remove(intf)

    def bulk_write(
        self, dev_handle: str, ep: int, intf: int, data: "array[int]", timeout: int
    ) -> int:
        assert (ep, intf) == (0x01, 0)
        assert intf in self.claimed
        assert timeout > 0
        if self._stalls_after is not None and self.taken >= self._stalls_after:
            raise usb.core.USBTimeoutError("no answer")
        piece = bytes(data)[: self._takes]
        self.taken += len(piece)
        self._said += self.page.take(piece)
        return len(piece)

    def bulk_read(
        self, dev_handle: str, ep: int, intf: int, buff: "array[int]", timeout: int
    ) -> int:
        assert (ep, intf) == (0x82, 0)
        assert timeout > 0
        if not self._said:
            raise usb.core.USBTimeoutError("nothing said")
        piece, self._said = self._said[: len(buff)], self._said[len(buff) :]
        buff[: len(piece)] = array("B", piece)
        return len(piece)
