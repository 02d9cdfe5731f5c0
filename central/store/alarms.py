"""Alarms: what must never happen, kept where an administrator finds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, insert, select

from central.store import tables

AlarmKind = Literal["id_two_contents", "code_twice", "lane_twice", "office_unknown"]
_alarm = tables.alarm


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm: its kind, the office's code, what it is about, without personal data."""

    kind: str
    office: str
    name: str
    detail: dict[str, Any]
    found_at: int


def raise_alarm(
    connection: Connection,
    office: int,
    kind: AlarmKind,
    name: str,
    now_ms: int,
    detail: Mapping[str, str | int],
) -> None:
    """Keep an alarm; the same one again changes nothing."""
    at = (_alarm.c.office == office, _alarm.c.kind == kind, _alarm.c.name == name)
    if connection.execute(select(_alarm.c.kind).where(*at)).first() is None:
        connection.execute(
            insert(_alarm).values(
                office=office, kind=kind, name=name, found_at=now_ms,
                detail=msgspec.json.encode(dict(detail)).decode(),
            )
        )  # fmt: skip


def all_alarms(connection: Connection) -> list[Alarm]:
    """Every alarm, by office and kind."""
    rows = connection.execute(
        select(
            _alarm.c.kind, tables.office.c.code, _alarm.c.name, _alarm.c.detail, _alarm.c.found_at
        )
        .join(tables.office, tables.office.c.office == _alarm.c.office)
        .order_by(_alarm.c.office, _alarm.c.kind, _alarm.c.name)
    )
    return [
        Alarm(kind, code, name, msgspec.json.decode(detail), found_at)
        for kind, code, name, detail, found_at in rows
    ]
