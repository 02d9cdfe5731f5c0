"""Who signed what arrives: every batch is checked by the key first heard for its device.

The centre tells each device's key with the batches. The first one told is kept in the book; from
then on the centre itself cannot put words into that device's log.
"""

from desk_app.ports.line import Enrolment, LineBook
from desk_app.protocol.batch import Batch
from desk_app.protocol.keys import KEY_BYTES, public_key, unb64


class Signers:
    """The keys of the devices whose logs a book holds."""

    def __init__(self, book: LineBook, mine: Enrolment) -> None:
        self._book = book
        self._mine = mine
        self._keys: dict[str, bytes] = {}

    def proves(self, batch: Batch) -> bool:
        """Whether the batch is signed by the device that is said to have written it.

        A batch of which nothing can be proved is noted in the book as an alarm.
        """
        key = self._key(batch.header.device, batch.header.key)
        if key is None or not batch.is_signed_by(key):
            self._book.signers.alarm(batch.header.log, batch.header.frm)
            return False
        return True

    def _key(self, device: str, told: str) -> bytes | None:
        """The key to check by; None where there is none, or another was told before."""
        keys = self._known()
        try:
            key = unb64(told, KEY_BYTES)
        except ValueError:
            return None
        if not device or keys.get(device, key) != key:
            return None
        if device not in keys:
            keys[device] = key
            self._book.signers.keep(device, key)
        return key

    def _known(self) -> dict[str, bytes]:
        if not self._keys:
            own = public_key(self._mine.signing_key)
            self._keys = {**self._book.signers.known(), self._mine.device: own}
        return self._keys
