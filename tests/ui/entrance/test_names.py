"""Whatever takes the focus at the entrance has a name, in both languages."""

from collections.abc import Callable

import pytest

from desk_app.records.errors import DataDamaged
from tests.ui.test_accessible import focusable, name_of
from ui.entrance.demonstration import TryOut, TryOutReady
from ui.entrance.enrol_form import EnrolForm
from ui.entrance.fault import FaultPage, GoOnForm
from ui.entrance.office_form import OfficeForm
from ui.entrance.page import EntrancePage
from ui.entrance.recovery import RecoveryKey
from ui.entrance.sign_in import Locked, SignIn
from ui.entrance.threshold import Threshold
from ui.entrance.ways import Ways
from ui.program import now
from ui.texts import language

PAGES: dict[str, Callable[[], EntrancePage]] = {
    "ways": Ways,
    "office": OfficeForm,
    "enrol": EnrolForm,
    "try": TryOut,
    "tried": lambda: TryOutReady("demo", "demonstration"),
    "key": lambda: RecoveryKey("-".join(["123456"] * 8)),
    "sign-in": lambda: SignIn(["zahra"]),
    "locked": lambda: Locked("زهرا محمدی"),
    "fault": lambda: FaultPage(DataDamaged("book.behind", missing=2), readable=True),
    "go-on": GoOnForm,
}


@pytest.mark.parametrize("tongue", ["fa", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_whatever_takes_the_focus_has_a_name(page: str, tongue: str) -> None:
    language().speak(tongue)
    threshold = Threshold(now)
    threshold.show_page(PAGES[page]())
    threshold.show()
    widgets = focusable(threshold)
    assert len(widgets) > 3
    assert [type(widget).__name__ for widget in widgets if not name_of(widget).strip()] == []


def test_a_page_says_everything_anew_in_the_other_language() -> None:
    threshold = Threshold(now)
    threshold.show_page(FaultPage(DataDamaged("book.behind", missing=2), readable=True))
    threshold.show()
    assert threshold.page.primary is not None
    before = threshold.page.primary.text()
    language().speak("en")
    assert threshold.page.primary.text() == "Go on under new codes"
    language().speak("fa")
    assert threshold.page.primary.text() == before
