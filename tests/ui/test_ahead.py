"""Pages that nobody opened yet are built while hands rest, a step at a time."""

import pytest

from desk_app.ports.changes import Changes
from ui.frame.ahead import REST_S, BuildAhead
from ui.frame.page import Page, PageSpec
from ui.frame.stack import PageStack


class Desk(Page):
    """A page that writes down what the stack does to it."""

    def __init__(self, log: list[object]) -> None:
        super().__init__()
        self.log = log

    def opened(self) -> None:
        self.log.append("opened")

    def changes(self, changes: Changes) -> None:
        self.log.append(changes)


@pytest.fixture
def log() -> list[object]:
    return []


@pytest.fixture
def stack(log: list[object]) -> PageStack:
    made = PageStack(
        [PageSpec(key, "gallery.record", "", lambda: Desk(log)) for key in ("one", "two", "three")]
    )
    made.open("one")
    log.clear()
    return made


def test_nothing_is_built_while_somebody_types(stack: PageStack) -> None:
    ahead = BuildAhead(stack, lambda: REST_S / 2)
    for _ in range(5):
        ahead.step()
    assert (stack.built("two"), stack.built("three")) == (None, None)


def test_each_step_builds_a_page_or_puts_it_in_its_place(stack: PageStack) -> None:
    ahead = BuildAhead(stack, lambda: REST_S)
    seen = []
    for _ in range(4):
        ahead.step()
        standing = [stack.built(key) for key in ("two", "three")]
        seen.append((len([page for page in standing if page]), stack.count()))
    assert seen == [(1, 1), (1, 2), (2, 2), (2, 3)]
    assert not stack.build_ahead()
    assert stack.key == "one"


def test_a_page_that_was_built_but_not_yet_placed_can_be_opened(stack: PageStack) -> None:
    stack.build_ahead()
    built = stack.built("two")
    assert stack.open("two")
    assert stack.currentWidget() is built


def test_what_happened_before_a_ready_page_was_opened_is_told_to_it(
    stack: PageStack, log: list[object]
) -> None:
    while stack.build_ahead():
        pass
    news = Changes(visits=frozenset({"one"}))
    stack.publish(news)
    stack.open("three")
    assert log == [news, news, "opened"]


class Slow(Desk):
    """A page of three parts."""

    def __init__(self, log: list[object]) -> None:
        super().__init__(log)
        self.left = 3

    def build_on(self) -> bool:
        self.left = max(self.left - 1, 0)
        return self.left > 0


def slow_stack(log: list[object]) -> tuple[PageStack, list[Slow]]:
    slow: list[Slow] = []

    def build() -> Page:
        slow.append(Slow(log))
        return slow[-1]

    specs = [
        PageSpec("one", "gallery.record", "", lambda: Desk(log)),
        PageSpec("slow", "gallery.record", "", build),
    ]
    made = PageStack(specs)
    made.open("one")
    return made, slow


def test_a_page_of_many_parts_takes_a_step_for_each(log: list[object]) -> None:
    made, slow = slow_stack(log)
    left = []
    while made.build_ahead():
        left.append(slow[0].left if slow else 3)
    assert left == [3, 2, 1, 0]


def test_a_page_that_is_opened_half_built_is_finished_first(log: list[object]) -> None:
    made, slow = slow_stack(log)
    made.build_ahead()
    made.open("slow")
    assert slow[0].left == 0
    assert made.built("slow") is slow[0]
