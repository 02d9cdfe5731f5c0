"""An open desk with one request, and a scanner at it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.ui.pages.hands import Hands, open_desk
from tests.ui.pages.test_visits import take_zahra


@pytest_asyncio.fixture
async def desk_with_request(tmp_path: Path) -> AsyncIterator[Hands]:
    """The governor's desk after its first visitor."""
    async with open_desk(tmp_path) as hands:
        await take_zahra(hands)
        yield hands
