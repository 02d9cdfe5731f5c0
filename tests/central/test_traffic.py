"""What runs behind the pushes waits for them, and still gets its share."""

import threading

from central.traffic import GIVE_WAY_SECONDS, Traffic


def test_nothing_waits_while_the_line_is_quiet() -> None:
    traffic = Traffic()
    with traffic:
        pass
    waited = threading.Thread(target=traffic.give_way, args=(GIVE_WAY_SECONDS,))
    waited.start()
    waited.join()


def test_what_is_behind_goes_on_when_the_last_push_has_ended() -> None:
    traffic = Traffic()
    ended = threading.Event()

    def behind() -> None:
        for _ in range(10):
            traffic.give_way(GIVE_WAY_SECONDS)
        ended.set()

    with traffic, traffic:
        waiting = threading.Thread(target=behind)
        waiting.start()
        assert not ended.is_set()
    waiting.join()
    assert ended.is_set()


def test_a_line_that_is_never_quiet_stops_nothing() -> None:
    traffic = Traffic()
    with traffic:
        for _ in range(100):
            traffic.give_way(0.0001)
