"""The benchmark of waiting counters holds a crowd, tells it news and hangs up."""

import pytest

from tests.benchmarks.running import figures_of


@pytest.mark.soak
def test_a_small_crowd_waits_and_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIZBAN_BENCH_COUNTERS", "60")
    figures = figures_of("counters")
    for way in ("pushed here", "of another process"):
        assert figures[f"news {way} at every counter of its office"]["value"] > 0
    for over in ("HTTP", "TLS"):
        assert figures[f"memory of a centre with 60 counters over {over}"]["value"] > 0
