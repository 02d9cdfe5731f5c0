"""A file that some desk carried, delivered over the line of another: taken and acknowledged."""

from collections.abc import Callable

from central.answering import Answering
from central.blobs import Blobs
from central.receiving import Receiving
from central.store.database import Database
from central.store.devices import find_device
from desk_app.protocol.keys import b64
from desk_app.protocol.messages import BundleReply
from desk_app.protocol.problems import Problem
from desk_app.records.errors import MachineFault


class Delivery:
    """Takes bundles into one database; safe from any thread."""

    def __init__(self, database: Database, now_ms: Callable[[], int], blobs: Blobs | None) -> None:
        self._database = database
        self._receiving = Receiving(database, now_ms, blobs)
        self._answering = Answering(database, now_ms)

    def take(self, data: bytes) -> tuple[int, BundleReply]:
        """The number of the office whose feed it moved, and what is answered.

        Raises Problem ``bad_bundle`` whose ``reason`` says why it was not taken.
        """
        try:
            taken = self._receiving.take(data)
        except MachineFault as fault:
            reason = fault.code.removeprefix("bundle.")
            raise Problem("bad_bundle", reason=reason, **fault.params) from fault
        device = self._database.read(lambda c: find_device(c, taken.device))
        made = self._answering.answer(device, feed=False) if device else []
        reply = BundleReply(
            set=taken.label.set, number=taken.label.number, of=taken.label.of, new=taken.new,
            held=taken.end == "held", missing=taken.missing,
            answer=b64(made[0].data) if made else "",
        )  # fmt: skip
        return taken.office, reply
