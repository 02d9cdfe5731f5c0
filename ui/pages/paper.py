"""A receipt on the screen, for a desk without a printer: to be read off, or saved by choice."""

from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from desk_app.printing.raster import grey_page
from desk_app.records.errors import MachineFault
from ui.actions.printing import Sheet
from ui.actions.workplace import Workplace
from ui.texts import say, worded
from ui.theme import look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import CodeDisplay

_DOTS_PER_MM: Final = 4.0


class PaperSheet(Dialog):
    """Code and picture of a receipt that no printer takes; nothing is kept unless it is saved."""

    def __init__(self, window: QWidget, place: Workplace, sheet: Sheet) -> None:
        super().__init__(window, "sheet.title", agree="message.close")
        self._place, self._sheet = place, sheet
        self._picture = QLabel()
        worded(self._picture, name="sheet.picture")
        code = CodeDisplay("request.code")
        code.show_code(sheet.view.hit.tracking_code)
        self.body.addWidget(Words("sheet.why", wrap=True))
        self.body.addWidget(code)
        scroll = Scroll(self._picture)
        scroll.setMinimumHeight(look().px(280))
        self.body.addWidget(scroll, 1)
        save = Button("sheet.save", icon="download")
        save.clicked.connect(self._save)
        self.body.addWidget(save)
        place.work.read(lambda: drawn(sheet.document), self._show)

    def _show(self, picture: QImage) -> None:
        self._picture.setPixmap(QPixmap.fromImage(picture))

    def _save(self) -> None:
        name = f"{self._sheet.view.hit.tracking_code}.pdf"
        chosen = QFileDialog(self.parentWidget(), say("sheet.save"), name)
        chosen.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chosen.setDefaultSuffix("pdf")
        chosen.fileSelected.connect(self._keep)
        chosen.open()

    def _keep(self, name: str) -> None:
        document = self._sheet.document
        self._place.work.write(
            lambda: write_file(Path(name), document), lambda _: self._place.say("sheet.saved")
        )


def drawn(document: bytes) -> QImage:
    """The first page of a PDF as a picture."""
    grey = grey_page(document, 0, _DOTS_PER_MM)
    rows, columns = grey.shape
    return QImage(
        grey.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8
    ).copy()  # the bytes end here, the picture lives on


def write_file(path: Path, document: bytes) -> None:
    """Write a file the officer named; MachineFault ``paper.not_written``."""
    try:
        path.write_bytes(document)
    except OSError as error:
        raise MachineFault("paper.not_written") from error
