"""What holds for every test: an offscreen Qt, one language, no stray garbage, a clean log.

Hypothesis runs bounded here and at full size under ``MIZBAN_SOAK=1``.
"""

import gc
import logging
import os
from collections.abc import Iterator

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["MIZBAN_LANG"] = "fa"

hypothesis.settings.register_profile("ci", max_examples=60, deadline=None, print_blob=True)
hypothesis.settings.register_profile(
    "soak",
    max_examples=5000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("soak" if os.environ.get("MIZBAN_SOAK") else "ci")


def pytest_configure() -> None:
    """Garbage is collected between tests only.

    Python's collector destroys QObjects on whichever thread it happens to run; on the writing
    thread that stops timers of other threads and aborts the program.
    """
    gc.disable()


def pytest_collection_finish() -> None:
    """What the imports made stays for good, so that a collection looks at a test's own objects."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _collected_on_the_main_thread() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _no_unexpected_log_errors(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("expects_log_errors"):
        return
    errors = [
        record.getMessage()
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.ERROR
    ]
    if errors:
        pytest.fail(f"logged as an error: {errors}", pytrace=False)
