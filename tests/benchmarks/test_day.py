"""The played day does what its stalls are measured in: visits, paper, line, mirror and backup."""

from benchmarks.visitors import PLAYED, visitors
from tests.benchmarks.running import figures_of

VISITS = 6


def test_a_few_visits_are_recorded_printed_sent_and_backed_up() -> None:
    (day,) = figures_of("day", f"--visits={VISITS}").values()
    wanted = sum(visitor.requests for visitor in visitors(VISITS))
    assert day["visits"] == VISITS
    assert (day["requests"], day["receipts"], day["unsent"]) == (wanted, wanted, 0)
    assert day["backups"] == VISITS
    assert day["mirrored"] > 0
    assert day["beats"] > VISITS
    assert day["keys"] > 12 * VISITS
    assert day["worked"] > 0


def test_nobody_comes_twice_in_a_day() -> None:
    came = list(visitors(150))
    numbers = [
        person.number
        for visitor in came
        for person in (visitor.person, visitor.presenter, *visitor.members)
        if person is not None and person.number
    ]
    assert len(came) == 150
    assert len(set(numbers)) == len(numbers) > 100
    assert len({visitor.slug for visitor in came}) == 150
    assert {visitor.outcome for visitor in came} == {visitor.outcome for visitor in PLAYED}
