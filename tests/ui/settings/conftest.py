"""The settings of an open desk, driven as a person would."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.ui.pages.hands import Hands, open_desk


@pytest_asyncio.fixture
async def hands(tmp_path: Path) -> AsyncIterator[Hands]:
    """Hands at the settings page of the governor's office, as its administrator."""
    async with open_desk(tmp_path) as hands:
        hands.frame.open("settings")
        await hands.quiet()
        yield hands
