"""An open desk on the screen, driven as a person would."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.ui.pages.hands import Hands, open_desk


@pytest_asyncio.fixture
async def hands(tmp_path: Path) -> AsyncIterator[Hands]:
    """Hands at the desk of the governor's office; whatever goes wrong inside fails the test."""
    async with open_desk(tmp_path) as hands:
        yield hands
