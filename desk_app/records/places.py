"""Provinces and cities by number, as a request's place of the matter names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.records.text import normalise


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 31 provinces."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class City:
    """A city and the number of its province."""

    number: int
    name: str
    province: int


class Places:
    """The provinces and cities of a list, looked up by number or found by name."""

    def __init__(self, provinces: Iterable[Province], cities: Iterable[City]) -> None:
        self._provinces = {province.number: province for province in provinces}
        self._cities = {city.number: city for city in cities}
        self._names = [(_bare(city.name), city) for city in self._cities.values()]

    @property
    def provinces(self) -> tuple[Province, ...]:
        """All provinces in the list's order."""
        return tuple(self._provinces.values())

    def province(self, number: int) -> Province | None:
        """The province with this number."""
        return self._provinces.get(number)

    def city(self, number: int) -> City | None:
        """The city with this number."""
        return self._cities.get(number)

    def cities_of(self, province: int) -> tuple[City, ...]:
        """The cities of a province in the list's order."""
        return tuple(city for city in self._cities.values() if city.province == province)

    def province_named(self, text: str) -> Province | None:
        """The province of a name in any spelling and spacing."""
        wanted = _bare(text)
        return next((each for each in self.provinces if _bare(each.name) == wanted), None)

    def find_city(self, typed: str, province: int = 0, limit: int = 20) -> list[City]:
        """Cities whose name begins with what was typed; ``province`` 0 looks in all of them."""
        wanted = _bare(typed)
        hits = [
            city
            for name, city in self._names
            if wanted and name.startswith(wanted) and province in (0, city.province)
        ]
        return hits[:limit]


def places_from(data: Mapping[str, Any]) -> Places:
    """Places of ``{"provinces": [{"id", "name"}], "cities": [{"id", "name", "ostan"}]}``."""
    return Places(
        [Province(each["id"], each["name"]) for each in data["provinces"]],
        [City(each["id"], each["name"], each["ostan"]) for each in data["cities"]],
    )


def _bare(text: str) -> str:
    return normalise(text).replace(" ", "")
