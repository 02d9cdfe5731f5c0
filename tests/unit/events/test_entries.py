"""The bytes of an event, the values beside them, and the seal."""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

import msgspec
import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.records.event import (
    BadEntry,
    Draft,
    Event,
    Held,
    Subject,
    canonical,
    check_beside,
    decode_beside,
    encode_beside,
    hold,
    read_event,
    write_entry,
)
from desk_app.records.hlc import FAR_AHEAD_MS, heard, tick, wall_ms
from desk_app.records.ids import id_bytes, id_text, new_id
from desk_app.records.sealed import is_public_key, seal, unseal

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
bodies = st.dictionaries(st.text(max_size=8), values, max_size=4)


def made(body: dict[str, Any], held: Iterable[str] = (), audience: str = "") -> Event:
    return Event(
        id=new_id(1, bytes(10)),
        hlc=5,
        actor="a",
        role="officer",
        office="1",
        subject=Subject("request", "r"),
        type="Noted",
        v=1,
        body=body,
        held=tuple(held),
        audience=audience,
    )


@given(bodies, st.lists(values, max_size=4))
def test_an_entry_reads_back_as_written(body: dict[str, Any], personal: list[Any]) -> None:
    beside = hold(tuple(personal), bytes(16))
    entry = write_entry(made(body, beside), beside)
    event = read_event(entry.bytes)
    assert event.body == body
    stored = decode_beside(encode_beside(entry.beside))
    check_beside(event, stored)
    assert [msgspec.json.decode(stored[name].value) for name in event.held] == personal


@given(bodies)
def test_the_bytes_of_an_event_do_not_depend_on_the_order_of_its_keys(body: dict[str, Any]) -> None:
    turned = dict(reversed(body.items()))
    assert canonical(made(body)) == canonical(made(turned))


def test_a_changed_value_is_found() -> None:
    beside = hold(("زهرا",), bytes(16))
    event = made({}, beside)
    (name,) = beside
    changed = {name: Held(beside[name].salt, msgspec.Raw(canonical("زهره")))}
    with pytest.raises(BadEntry, match="value_changed"):
        check_beside(event, changed)


def test_a_value_that_the_bytes_do_not_name_is_refused() -> None:
    with pytest.raises(BadEntry, match="value_not_named"):
        check_beside(made({}), hold(("x",), bytes(16)))


def test_equal_values_have_different_hashes() -> None:
    assert len(hold(("same", "same"), bytes(16))) == 2


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"id":1}', b"\xff\xfe", b"null"])
def test_bytes_that_are_no_event_are_refused(data: bytes) -> None:
    with pytest.raises(BadEntry):
        read_event(data)


def test_an_entry_that_is_too_large_is_refused() -> None:
    beside = hold(("م" * 40_000,), bytes(16))
    with pytest.raises(BadEntry, match="too_large"):
        write_entry(made({}, beside), beside)


def test_a_seal_opens_for_its_audience_and_nobody_else() -> None:
    friend, stranger = (pyrage.x25519.Identity.generate() for _ in range(2))
    draft = Draft(
        subject=Subject("request", "r"),
        type="Registered",
        body={"kind": "wrongdoing"},
        values=("نام متخلف",),
        audience="oversight",
    )
    sealed = seal(draft, [str(friend.to_public())])
    beside = hold(sealed.values, bytes(16))
    event = made(sealed.body, beside, audience="oversight")
    raw = canonical(event) + encode_beside(beside)
    assert "متخلف".encode() not in raw
    assert b"wrongdoing" not in raw
    assert unseal(event, beside, str(stranger)) is None
    found = unseal(event, beside, str(friend))
    assert found is not None
    opened, inside = found
    assert opened.body == {"kind": "wrongdoing"}
    assert msgspec.json.decode(inside[opened.held[0]].value) == "نام متخلف"


def test_a_sealed_body_is_never_written_open() -> None:
    draft = Draft(subject=Subject("request", "r"), type="Noted", audience="oversight")
    with pytest.raises(ValueError, match="audience"):
        seal(draft, [])


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_ids_sort_by_time_and_come_back_from_bytes(at: int, noise: bytes) -> None:
    name = new_id(at, noise)
    assert id_text(id_bytes(name)) == name
    assert name[14] == "7"
    assert name < new_id(at + 1, bytes(10)) or at == 2**48 - 1


def test_the_clock_never_runs_backwards_and_ignores_a_far_future() -> None:
    last = tick(0, 1_000_000)
    assert tick(last, 500) > last
    assert wall_ms(tick(last, 2_000_000)) == 2_000_000
    far = (1_000_000 + FAR_AHEAD_MS + 1) << 16
    assert heard(last, far, 1_000_000) == last
    assert heard(last, last + 7, 1_000_000) == last + 7


def sealed_draft(public: str) -> tuple[Event, dict[str, Held]]:
    draft = Draft(subject=Subject("request", "r"), type="Noted", audience="oversight")
    meant = seal(msgspec.structs.replace(draft, body={"text": 0}, values=("متن",)), [public])
    beside = hold(meant.values, bytes(16))
    return made(meant.body, beside, audience="oversight"), beside


def test_an_erased_seal_opens_for_nobody() -> None:
    friend = pyrage.x25519.Identity.generate()
    event, _ = sealed_draft(str(friend.to_public()))
    assert unseal(event, {}, str(friend)) is None


@pytest.mark.parametrize("value", [b"7", b"{", '"پ"'.encode()])
def test_what_lies_under_no_seal_is_told(value: bytes) -> None:
    friend = pyrage.x25519.Identity.generate()
    event, beside = sealed_draft(str(friend.to_public()))
    (name,) = beside
    with pytest.raises(BadEntry, match="seal"):
        unseal(event, {name: Held(beside[name].salt, msgspec.Raw(value))}, str(friend))


def test_a_value_that_was_never_sealed_opens_for_nobody() -> None:
    friend = pyrage.x25519.Identity.generate()
    event, beside = sealed_draft(str(friend.to_public()))
    (name,) = beside
    plain = {name: Held("", msgspec.Raw(b'"cGxhaW4="'))}
    assert unseal(event, plain, str(friend)) is None


def test_a_seal_over_something_else_is_told() -> None:
    friend = pyrage.x25519.Identity.generate()
    event, beside = sealed_draft(str(friend.to_public()))
    (name,) = beside
    inside = b64encode(pyrage.encrypt(b"[]", [friend.to_public()])).decode()
    with pytest.raises(BadEntry, match="seal"):
        unseal(event, {name: Held("", msgspec.Raw(canonical(inside)))}, str(friend))


def test_a_public_key_is_told_from_other_text() -> None:
    friend = pyrage.x25519.Identity.generate()
    assert is_public_key(str(friend.to_public()))
    assert not is_public_key(str(friend))
    assert not is_public_key("")
