"""Which papers of a request are here or lacking, and what its people need, as it now is."""

from typing import TYPE_CHECKING, Any, get_args

from desk_app.records.persons import Need

if TYPE_CHECKING:
    from desk_app.records.request import RequestState

_NEEDS = get_args(Need)


def papers_now(state: "RequestState") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The papers received and those still lacking, each once, in the order they were named.

    What was brought counts from then on: a later correction of a list says otherwise.
    """
    received, since = _listed(state, "papers_received")
    lacking, said = _listed(state, "papers_lacking")
    brought = [paper for paper, order in sorted(state.brought.items(), key=lambda each: each[1])]
    here = [*received, *(paper for paper in brought if state.brought[paper] > since)]
    missing = [paper for paper in lacking if state.brought.get(paper, said) <= said]
    return tuple(dict.fromkeys(here)), tuple(dict.fromkeys([*missing, *state.awaited_papers]))


def needs_now(state: "RequestState", place: int) -> tuple[Need, ...]:
    """What the person of a party needs, as told or as put right later."""
    told = state.registered.parties[place].needs if state.registered else ()
    value = state.value(f"party.{place}.needs", told)
    words = value if isinstance(value, list | tuple) else told
    return tuple(need for need in _NEEDS if need in words)


def _listed(state: "RequestState", name: str) -> tuple[tuple[str, ...], tuple[int, str]]:
    """A list of papers as it reads, and where what says so stands in the order."""
    told: Any = getattr(state.registered, name, ())
    register = state.registers.get("field:" + name)
    heads = register.heads() if register else []
    if heads and isinstance(heads[0].value, list | tuple):
        return tuple(str(paper) for paper in heads[0].value), heads[0].order
    return tuple(told), state.order
