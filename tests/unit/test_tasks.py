"""A scope owns its tasks: failures are told once, closing cancels and waits."""

import asyncio

import pytest

from desk_app.tasks import TaskScope


def unexpected(error: BaseException) -> None:
    raise AssertionError(error)


async def test_a_failure_is_reported_once() -> None:
    errors: list[BaseException] = []
    scope = TaskScope(errors.append)

    async def fails() -> None:
        raise LookupError("x")

    task = scope.start(fails(), name="fails")
    await asyncio.wait([task])
    await scope.close()
    assert [type(error) for error in errors] == [LookupError]
    assert not scope.busy


async def test_a_task_that_ends_well_gives_its_result() -> None:
    scope = TaskScope(unexpected)

    async def counts() -> int:
        return 7

    assert await scope.start(counts(), name="counts") == 7
    await scope.close()


async def test_closing_cancels_and_waits_and_is_no_failure() -> None:
    seen: list[str] = []
    scope = TaskScope(unexpected)
    started = asyncio.Event()

    async def waits() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            seen.append("cleaned")

    scope.start(waits(), name="waits")
    await started.wait()
    assert scope.busy
    await scope.close()
    assert seen == ["cleaned"]
    assert not scope.busy


async def test_a_failure_while_being_cancelled_is_reported() -> None:
    errors: list[BaseException] = []
    scope = TaskScope(errors.append)
    started = asyncio.Event()

    async def breaks_on_the_way_out() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            raise LookupError("x")

    scope.start(breaks_on_the_way_out(), name="breaks")
    await started.wait()
    await scope.close()
    assert [type(error) for error in errors] == [LookupError]


async def test_a_closed_scope_takes_no_task() -> None:
    scope = TaskScope(unexpected)
    await scope.close()
    with pytest.raises(RuntimeError, match="late"):
        scope.start(asyncio.sleep(0), name="late")


async def test_a_task_may_close_its_own_scope() -> None:
    scope = TaskScope(unexpected)

    async def leaves() -> str:
        await scope.close()
        return "left"

    assert await scope.start(leaves(), name="leaves") == "left"
