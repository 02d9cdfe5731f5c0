"""A new data key for the book, so that whoever was withdrawn opens nothing written from now on.

The book is written whole into a new file under the new key. The slots name both keys while the
files change places, so that a crash at any instant leaves a book that opens.
"""

from pathlib import Path

import msgspec

from db import keys, platform
from db.copies import copy_book, remove_book, settle, verify_copy
from db.diagnosis import fitting_key, salt_of
from db.folder import BookFolder
from db.keys import DATA_KEY_BYTES
from db.slots import Rotation, SecretSlot, Slots
from desk_app.ports.clock import Entropy
from desk_app.records.errors import MachineFault


def rotate(folder: BookFolder, now: Slots, data_key: bytes, entropy: Entropy) -> bytes:
    """Give the book a new data key and return it.

    The caller holds the witness's lock, and nobody has the book open.
    """
    new_key = entropy(DATA_KEY_BYTES)
    fresh = _fresh(folder)
    remove_book(fresh)
    settle(folder.book, data_key)
    copy_book(folder.book, data_key, fresh, new_key)
    verify_copy(fresh, new_key)
    settle(fresh, new_key)
    coming = Rotation(
        salt=salt_of(fresh),
        keys={public: keys.seal_key(new_key, public) for public in now.publics()},
    )
    announced = msgspec.structs.replace(now, next=coming)
    folder.write_slots(announced)
    _remove_logs(folder)
    platform.move_over(fresh, folder.book)
    complete(folder, announced)
    return new_key


def rotate_if_possible(folder: BookFolder, now: Slots, data_key: bytes, entropy: Entropy) -> bytes:
    """As ``rotate``; where the disk has no room for a second book, the old key stays for now.

    Raises DataDamaged ``book.first_page`` when the files had changed places already: the book
    opens by the new key, for whoever signs in again.
    """
    try:
        return rotate(folder, now, data_key, entropy)
    except (MachineFault, OSError):
        fitting_key(folder.book, (data_key,))
        remove_unfinished(folder)
        return data_key


def complete(folder: BookFolder, now: Slots) -> Slots:
    """The file under the coming key has taken its place: only that key counts from now on."""
    coming = now.next
    assert coming is not None
    done = msgspec.structs.replace(
        now,
        salt=coming.salt,
        officers=tuple(
            msgspec.structs.replace(slot, key=coming.keys[slot.public])
            for slot in now.officers
            if slot.public in coming.keys
        ),
        recovery=_moved(now.recovery, coming),
        service=_moved(now.service, coming),
        numbers=tuple(
            msgspec.structs.replace(slot, key=coming.keys[slot.public])
            for slot in now.numbers
            if slot.public in coming.keys
        ),
        next=None,
        rotate=False,
    )
    folder.write_slots(done)
    return done


def abandon(folder: BookFolder, now: Slots) -> Slots:
    """The files had not changed places yet: the old key stays, the rotation stays due."""
    remove_book(_fresh(folder))
    kept = msgspec.structs.replace(now, next=None)
    folder.write_slots(kept)
    return kept


def remove_unfinished(folder: BookFolder) -> None:
    """Take away a file that a rotation cut short left before the slots named it."""
    remove_book(_fresh(folder))


def _remove_logs(folder: BookFolder) -> None:
    # Empty by now; beside the new file they would count as its own.
    for end in ("-wal", "-shm"):
        folder.book.with_name(folder.book.name + end).unlink(missing_ok=True)


def _fresh(folder: BookFolder) -> Path:
    return folder.book.with_name(folder.book.name + ".new")


def _moved(slot: SecretSlot | None, coming: Rotation) -> SecretSlot | None:
    if slot is None or slot.public not in coming.keys:
        return None
    return msgspec.structs.replace(slot, key=coming.keys[slot.public])
