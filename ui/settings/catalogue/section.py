"""The catalogue's section: list, form and what is done with an item, all by key."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk_app.records.errors import UserMistake
from desk_app.records.items import Item
from desk_app.services.catalogue_items import keep_item, retire_item
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.pages.kept_rows import EVERY_MS
from ui.settings.body import SectionBody
from ui.settings.catalogue.desk import ItemDesk
from ui.settings.catalogue.drafts import Drafts, Name
from ui.settings.catalogue.files import Files
from ui.settings.catalogue.shelf import NOTHING, Shelf
from ui.settings.catalogue.values import Values, blank, item_of, values_of
from ui.texts import shown
from ui.theme import Dressed, look
from ui.widgets.buttons import Button
from ui.widgets.dialog import ask

_LIST: Final = 288
_NARROW_LIST: Final = 248
_WIDE: Final = 720


class CatalogueSection(SectionBody, Dressed):
    """Services, units, posts, kinds, topics and other agencies of the office.

    What is typed and not saved stays with its item until it is saved or taken back.
    """

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._drafts = Drafts(place)
        self._name: Name | None = None
        self._base: Values = {}
        self._wanted: str | None = None
        self._ready = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep_typed)
        self.shelf = Shelf(lambda name: name in self._drafts)
        self.desk = ItemDesk(place)
        self.files = Files(place)
        self._lay_out()
        self._bind()
        place.catalogue_changed.connect(self.read)
        place.work.read(self._drafts.kept, self._take_drafts)

    def read(self) -> None:
        """Show the catalogue as it stands, once what was left unsaved is known."""
        if self._ready:
            self._show_list()

    def keep_typed(self) -> None:
        """Keep what the form holds with its item; a power cut costs no more than that."""
        self._timer.stop()
        form = self.desk.form
        if form is not None and self._name is not None:
            self._drafts.put(self._name, form.values(), self._base)

    def restyle(self) -> None:
        """The list is as wide as a name; narrower where the form needs the room."""
        narrow = self.width() < look().px(_WIDE)
        self.shelf.setFixedWidth(look().px(_NARROW_LIST if narrow else _LIST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Part the width between list and form."""
        super().resizeEvent(event)
        self.restyle()

    def begin_new(self) -> None:
        """An empty form of the type listed."""
        self.keep_typed()
        self.shelf.search.clear()
        self._drafts.begin((self.shelf.kind, ""), blank(self.shelf.kind))
        self.shelf.show_items(self._place.catalogue, self._place.today, "")
        self._into_form()

    def save(self) -> None:
        """Record the item in the form; what is wrong is shown at its field."""
        form, name = self.desk.form, self._name
        if form is None or name is None or not form.check():
            return
        item, book = item_of(name[0], form.values()), self._place.desk.book
        self._place.work.write(
            lambda: keep_item(book, item, fresh=not name[1]),
            lambda _: self._on_saved(name, item),
            self._on_wrong,
        )

    def retire(self) -> None:
        """Ask, then take the item off the catalogue."""
        name = self._name
        if name is None or not name[1]:
            return
        title = self._title(name)
        ask(
            self.window(),
            "office.retire.title",
            "office.retire.sentence",
            agree="office.retire",
            do=lambda: self._retire(name, title),
            params={"title": title},
        )

    def revert(self) -> None:
        """Take back what was typed into the form."""
        if self._name is not None:
            name, self._name = self._name, None
            self._timer.stop()
            self._drafts.drop(name)
            self._show_list()
            self._into_form()

    def _lay_out(self) -> None:
        new = Button("office.new", icon="plus", keys="Ctrl+N")
        new.clicked.connect(self.begin_new)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(new, 1)
        below.addWidget(self.files)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.shelf, 1)
        side.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(side)
        row.addWidget(self.desk, 1)
        self.restyle()

    def _bind(self) -> None:
        for keys, code, do in (
            ("Ctrl+F", "office.search", self._to_search),
            ("Ctrl+N", "office.new", self.begin_new),
            ("Ctrl+S", "settings.keep", self.save),
            ("F8", "office.retire", self.retire),
            ("Ctrl+O", "office.import", self.files.ask_import),
            ("Ctrl+E", "office.export", self.files.ask_export),
            ("Esc", "office.to_list", self._to_list),
        ):
            bind(self, keys, code, do)
        self.shelf.turned.connect(lambda _: self._on_turned())
        self.shelf.moved.connect(self._on_moved)
        self.shelf.opened.connect(lambda _: self._into_form())
        self.desk.saved.connect(self.save)
        self.desk.retired.connect(self.retire)
        self.desk.reverted.connect(self.revert)
        self.desk.edited.connect(self._on_edited)

    def _take_drafts(self, told: str) -> None:
        self._drafts.take(told)
        self._ready = True
        self._show_list()

    def _show_list(self) -> None:
        """List the catalogue as it now reads; a form without unsaved words shows it too."""
        self.keep_typed()
        if self._name is not None and self._name not in self._drafts:
            self._name = None
        wanted = self._wanted
        if wanted is not None and self._item((self.shelf.kind, wanted)) is not None:
            self._wanted = None
        self.shelf.show_items(self._place.catalogue, self._place.today, wanted)

    def _on_turned(self) -> None:
        self.keep_typed()
        self.shelf.search.clear()
        self.shelf.show_items(self._place.catalogue, self._place.today)

    def _on_moved(self, key: str) -> None:
        name = (self.shelf.kind, key)
        if name == self._name:
            return
        self.keep_typed()
        self._name = None if key == NOTHING else name
        if self._name is None:
            self.desk.show_nothing()
            return
        item = self._item(name)
        standing = values_of(item) if item is not None else blank(name[0])
        self.desk.show_item(name[0], self._title(name), standing, fresh=not key)
        form, typed = self.desk.form, self._drafts.of(name)
        if form is not None:
            # As the form itself tells it: a stray space of long ago is no change of today.
            self._base = form.values()
            if typed is not None:
                form.fill(typed, fresh=not key)
            self.desk.show_unsaved(form.values() != self._base)

    def _on_edited(self) -> None:
        form = self.desk.form
        if form is not None:
            self.desk.show_unsaved(form.values() != self._base)
            if not self._timer.isActive():
                self._timer.start()

    def _on_saved(self, name: Name, item: Item) -> None:
        if self._name == name:
            self._name, self._wanted = None, item.key
        self._drafts.drop(name)
        self._place.say("office.saved", title=shown(item.title))
        self._show_list()

    def _on_wrong(self, wrong: UserMistake) -> None:
        form = self.desk.form
        self.desk.show_wrong(form.show_mistakes(wrong.mistakes) if form is not None else [])

    def _retire(self, name: Name, title: str) -> None:
        book = self._place.desk.book
        self._place.work.write(
            lambda: retire_item(book, *name),
            lambda _: self._on_retired(name, title),
            self._on_wrong,
        )

    def _on_retired(self, name: Name, title: str) -> None:
        if self._name == name:
            self._name = None
        self._drafts.drop(name)
        self._place.say("office.retired", title=title)
        self._show_list()

    def _item(self, name: Name) -> Item | None:
        found: Item | None = getattr(self._place.catalogue, name[0])(name[1])
        return found

    def _title(self, name: Name) -> str:
        item = self._item(name)
        return shown(item.title) if item is not None else ""

    def _to_search(self) -> None:
        self.shelf.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.shelf.search.selectAll()

    def _to_list(self) -> None:
        self.keep_typed()
        self.shelf.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _into_form(self) -> None:
        if self.desk.form is not None and self._name is not None:
            self.desk.form.begin(fresh=not self._name[1])
