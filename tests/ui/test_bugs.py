"""An error that nobody foresaw is logged whole, without persons, and told by a number."""

import logging
import sys

import pytest

from ui.frame.bugs import BugCatcher, report, without_persons

pytestmark = pytest.mark.expects_log_errors


def fails() -> None:
    try:
        int("0499370899 زهرا")
    except ValueError as error:
        raise LookupError("no visitor 09121234567") from error


def test_the_log_holds_every_frame_and_no_person(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(LookupError) as caught:
        fails()
    with caplog.at_level(logging.ERROR):
        reference = report(caught.value)
    assert reference in caplog.text
    assert "in fails" in caplog.text
    assert "LookupError: no visitor ▪" in caplog.text
    assert "ValueError: invalid literal for int()" in caplog.text
    for personal in ("زهرا", "0912", "1234567"):
        assert personal not in caplog.messages[0].replace('int("0499370899 زهرا")', "").replace(
            'raise LookupError("no visitor 09121234567")', ""
        )


def test_quotations_numbers_and_persian_are_blotted_out() -> None:
    assert without_persons("no 'Sara M' of 12 زهرا at \"x\"") == "no ▪ of ▪ ▪ at ▪"


def test_an_uncaught_error_comes_to_the_catcher_and_no_further() -> None:
    told: list[str] = []
    catcher, before = BugCatcher(told.append), sys.excepthook
    catcher.install()
    try:
        sys.excepthook(LookupError, LookupError("x"), None)
    finally:
        catcher.remove()
    assert len(told) == 1
    assert len(told[0]) == 6
    assert sys.excepthook is before
