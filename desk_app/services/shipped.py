"""What the program ships as data: calendar, places and the sample catalogues."""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from desk_app.records.catalogue import Catalogue
from desk_app.records.items import Item, item_from_data
from desk_app.records.places import Places, places_from
from desk_app.records.workdays import Closure, WorkCalendar, calendar_from

SAMPLES: Final = ("governor", "municipality")
"""The sample catalogues: a governor's office (فرمانداری) and a municipality (شهرداری)."""


@cache
def calendar_data() -> dict[str, Any]:
    """The shipped table of holidays, weekends and hours, as ``calendar_from`` reads it."""
    data: dict[str, Any] = _read("calendar", "ir.json")
    return data


def shipped_calendar(province: int = 0, closures: Iterable[Closure] = ()) -> WorkCalendar:
    """The shipped calendar of a province (0: none in particular), with announced closures."""
    return _calendar(province).with_closures(closures)


@cache
def _calendar(province: int) -> WorkCalendar:
    return calendar_from(calendar_data(), province)


@cache
def shipped_places() -> Places:
    """The 31 provinces and their cities."""
    return places_from(
        {"provinces": _read("places", "provinces.json"), "cities": _read("places", "cities.json")}
    )


def base_items() -> list[Item]:
    """What every new office begins with: the kinds with their usual deadlines, and the desk."""
    return _items("base")


def sample_items(name: str) -> list[Item]:
    """The items of a sample catalogue: ``governor`` or ``municipality``."""
    return _items(name)


def _items(name: str) -> list[Item]:
    return [
        item_from_data(kind, data)
        for kind, items in _read("catalogue", f"{name}.json")["items"].items()
        for data in items
    ]


def sample_catalogue(name: str) -> Catalogue:
    """A sample catalogue, ready to be looked things up in."""
    return Catalogue(sample_items(name))


def _read(folder: str, name: str) -> Any:
    return json.loads(files("resources").joinpath(folder, name).read_text(encoding="utf-8"))
