"""Papers that come out, that do not, and a desk without a printer."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt

from desk_app.ports.printers import JobState
from tests.ui.pages.hands import Hands, open_desk
from tests.ui.pages.test_visits import take_zahra
from ui.pages.paper import PaperSheet
from ui.texts import say
from ui.widgets.labels import Words
from ui.widgets.messages import Banner

Key = Qt.Key


def words(hands: Hands) -> set[str]:
    shown = hands.intake.form.saved.findChildren(Words)
    return {one.text() for one in shown if one.isVisible()}


async def test_the_receipt_comes_out_with_the_record_and_says_so(
    hands: Hands, tmp_path: Path
) -> None:
    await take_zahra(hands)
    (paper,) = (tmp_path / "papers").glob("*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")
    assert say("intake.print.out") in words(hands)
    assert hands.view(hands.hits()[0].request_id).copies == 1


async def test_a_paper_that_failed_is_shown_and_printed_again(hands: Hands, tmp_path: Path) -> None:
    shutil.move(tmp_path / "papers", tmp_path / "away")
    await take_zahra(hands)
    (job,) = hands.desk.queue.pending()
    assert (job.state, job.code) == (JobState.FAILED, "printer.folder")
    assert say("intake.print.failed") in words(hands)
    assert not hands.hits()[0].printed
    (banner,) = hands.frame.findChildren(Banner)
    assert banner.isVisible()
    shutil.move(tmp_path / "away", tmp_path / "papers")
    hands.open_desk.printing.retry(job.id)
    await hands.quiet()
    assert hands.hits()[0].printed
    assert not [one for one in hands.frame.findChildren(Banner) if one.isVisible()]


async def test_without_a_printer_the_code_is_copied_by_hand_and_the_receipt_can_be_seen(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path, printer=False) as hands:
        await take_zahra(hands)
        assert say("intake.print.by_hand") in words(hands)
        assert not hands.hits()[0].printed
        assert not hands.frame.findChildren(PaperSheet)
        hands.open_desk.printing.receipt(hands.hits()[0].request_id)
        await hands.quiet()
        (sheet,) = hands.frame.findChildren(PaperSheet)
        assert sheet.isVisible()
        sheet.close()
