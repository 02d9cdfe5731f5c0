"""The same Qt, language and palette at the start as every test of the screen."""

from tests.ui.conftest import pytest_asyncio_loop_factories, qapp_args, screen

__all__ = ["pytest_asyncio_loop_factories", "qapp_args", "screen"]
