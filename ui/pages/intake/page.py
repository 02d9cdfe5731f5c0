"""The intake page: who, what, papers, outcome; one key records, prints and opens the next."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desk_app.ports.changes import Changes
from desk_app.ports.queries import Hit, KnownPerson, RequestView
from desk_app.records.items import Service
from ui.actions.intake import IntakeDraft, MatterDraft, Recorded
from ui.actions.printing import Printing
from ui.actions.slips import print_address
from ui.actions.workplace import Workplace
from ui.frame.page import InHand, Page
from ui.pages.hits import RUNNING, listed, shown_code, shown_moment
from ui.pages.intake.attaching import Attacher
from ui.pages.intake.form import IntakeForm
from ui.pages.intake.keeping import DraftKeeper
from ui.pages.intake.keys import Key, bind_keys
from ui.pages.intake.layout import IntakeLayout
from ui.pages.intake.parked import KEYS
from ui.pages.intake.party import PartyForm
from ui.pages.intake.recognition import Known, Recognition
from ui.pages.intake.recording import Recording
from ui.widgets.buttons import Button
from ui.widgets.finder import Option

_NOTHING_HELD: Final = Qt.KeyboardModifier.NoModifier


class IntakePage(Page):
    """Everything of one visit on one page, by keyboard alone."""

    def __init__(self, place: Workplace, printing: Printing) -> None:
        super().__init__()
        self._place, self._printing = place, printing
        self._more = False
        self._welcomed = ""
        self.form = IntakeForm(place, self)
        self._known = Recognition(place, self._on_known)
        self.recording = Recording(place, self.form, self._known, self)
        self.keeper = DraftKeeper(place, self.form, self)
        self._panel_key = Button("intake.side.open", "quiet", icon="history", keys="F4")
        bars = (self.recording.repeat, self.keeper.offer)
        self._layout = IntakeLayout(
            self, self.form, (self.keeper.bar, *bars, self.form.goes_on), self._panel_key
        )
        self.attacher = Attacher(self, place, self.form.service.attached, self.keeper.free_slot)
        self._connect()
        bind_keys(self, self.form, self.recording, bars, self._own_keys(), self._buttons())

    def opened(self) -> None:
        """Work begins at the identity number."""
        if self.form.draft().is_empty:
            self.form.people.applicant.begin()

    def changes(self, changes: Changes) -> None:
        """The visitor's history may have changed."""
        if changes.requests or changes.everything:
            self._known.look_again()

    def may_leave(self) -> bool:
        """What is typed stays and is kept; another page may be opened."""
        self.keeper.keep_now()
        return True

    def in_hand(self) -> InHand:
        """What is being told; with an empty form what was recorded last."""
        told = None if self.form.draft().is_empty else self.form.request()
        return told or self.form.saved.view

    def beside_title(self) -> QWidget:
        """The button that opens the panel."""
        return self._panel_key

    def enter_code(self, code: str) -> None:
        """Take the next request under a code that the visitor brought."""
        if self.form.draft().is_empty:
            self.form.fill(IntakeDraft(matter=MatterDraft(code=code)))
        else:
            self.form.matter.rows.set_text("code", code)
        self.form.matter.show_more(self._more)
        self.form.people.applicant.begin()

    def inform_only(self) -> None:
        """The visitor only asks: nothing is followed up, no name is needed."""
        self.form.ending.choose("informed")
        self.form.matter.begin()

    def ask_more(self) -> None:
        """Show or hide what is seldom asked."""
        self._more = not self._more
        self.form.people.show_more(self._more)
        self.form.matter.show_more(self._more)

    def go_over_papers(self) -> None:
        """Everything not said to be lacking is here; the list stands ready to be mended."""
        self._layout.show_panel("papers")
        self.form.service.papers.receive_all()
        self.form.service.papers.setFocus()

    def clear(self) -> None:
        """Begin anew, with nothing kept of what was typed."""
        self.keeper.hold(IntakeDraft())
        self._begin(IntakeDraft())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, which no field took, goes to what is asked next."""
        plain = event.modifiers() in (_NOTHING_HELD, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.form.go_on():
                self.focusNextChild()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow the panel lies over the form."""
        super().resizeEvent(event)
        self._layout.fold()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page came: what is typed is kept."""
        self.keeper.keep_now()
        super().hideEvent(event)

    def _own_keys(self) -> list[Key]:
        return [
            ("F3", "intake.inform", self.inform_only),
            ("F4", "intake.side.open", self._layout.turn_panel),
            ("Shift+F4", "intake.side.back", partial(self._layout.turn_panel, -1)),
            ("Esc", "intake.side.close", self._layout.put_away),
            ("F5", "intake.more", self.ask_more),
            ("F9", "intake.papers.all", self.go_over_papers),
            ("Shift+F3", "intake.park", self.keeper.park),
            *(
                (keys, "intake.parked.key", partial(self.keeper.resume, place))
                for place, keys in enumerate(KEYS)
            ),
            ("Ctrl+F9", "intake.attach.file", self.attacher.choose_file),
            ("Ctrl+F10", "intake.attach.scan", self.attacher.take_scan),
            ("Ctrl+F11", "intake.attach.photo", self.attacher.take_photo),
            ("Ctrl+Shift+V", "intake.attach.paste", self.attacher.paste),
            ("Ctrl+Shift+Backspace", "intake.clear", self.clear),
        ]

    def _buttons(self) -> dict[str, Button]:
        form = self.form
        own = {"intake.follow": form.visitor.follow, "intake.park": form.ending.park}
        return self._layout.ways | form.service.attached.buttons | own

    def _connect(self) -> None:
        form, saved = self.form, self.form.saved
        form.changed.connect(self._layout.uncover)
        form.people.identified.connect(self._look_up)
        form.people.other_identified.connect(self._greet)
        form.people.told.connect(form.matter.begin)
        self.keeper.wanted.connect(self._begin)
        form.service.attached.changed.connect(lambda: self._layout.show_panel("papers"))
        form.matter.service_chosen.connect(self._on_service)
        form.ending.save.connect(self.recording.save)
        form.ending.save_and_stay.connect(lambda: self.recording.save(stay=True))
        self.recording.recorded.connect(self._on_recorded)
        self.recording.left.connect(self.clear)
        form.visitor.opened.connect(self._place.open_request)
        saved.open_wanted.connect(self._place.open_request)
        saved.print_wanted.connect(self._printing.receipt)
        self._panel_key.clicked.connect(lambda _: self._layout.turn_panel())
        self._printing.out.connect(saved.show_job)
        self._printing.failed.connect(saved.show_job)
        self._printing.unprintable.connect(lambda _: saved.show_unprintable())

    def _begin(self, draft: IntakeDraft, cursor: str = "") -> None:
        """Show the next visit, the same visitor's next matter, or one that was put aside."""
        self.recording.forget()
        self._known.forget()
        self._welcomed = ""
        self.form.visitor.show_person(None, (), self._place.today)
        self.form.ending.offer_followed(())
        self.form.fill(draft)
        self.form.matter.show_more(self._more)
        self._look_up()
        if draft.is_empty:
            self.form.people.applicant.begin()
        elif not self.form.put_cursor(cursor):
            self.form.matter.begin()

    def _on_service(self, service: Service | None) -> None:
        self.form.service.show_service(service)
        if service is not None and not self.form.is_filling:
            self.form.side.turn_to("papers")

    def _look_up(self) -> None:
        people = self.form.people
        if people.key or people.homes:
            self._known.look_up(people.key, people.homes)

    def _greet(self, form: PartyForm) -> None:
        queries, key = self._place.desk.book.queries, form.key

        def greet(known: KnownPerson | None) -> None:
            # The form may hold another number by now, or be gone with its visit.
            if known is not None and form in self.form.people.forms and form.key == key:
                form.greet(known.person)

        self._place.work.read(lambda: queries.known_person(key), greet)

    def _on_known(self, known: Known) -> None:
        person, history = known.person, known.history
        self.form.visitor.show_person(person, history, self._place.today)
        self.form.ending.offer_followed(
            [_followed(hit) for hit in history if hit.status in RUNNING]
        )
        self.recording.look_for_repeat()
        key = self.form.people.key
        if person is None or key == self._welcomed:
            return
        # Who is greeted already is not greeted again when something is recorded elsewhere.
        self._welcomed = key
        self.form.side.turn_to("history")
        form = self.form.people.applicant
        waits = form.awaits_name()
        with self.form.filling():
            form.complete(person.person)
        if waits:
            self.form.matter.begin()

    def _on_recorded(self, recorded: Recorded, outcome: str, stay: bool) -> None:
        typed = self.form.draft()
        taken = recorded.taken
        following = (
            IntakeDraft(started=typed.started, parties=typed.parties, so_far=recorded.so_far)
            if stay
            else IntakeDraft()
        )
        self.keeper.hold(following)
        self._begin(following)
        if taken is None:
            agency = self._place.catalogue.agency(typed.ending.agency)
            if outcome != "agency":
                agency = None
            self.form.saved.show_visit(outcome, agency)
            self._layout.show_panel("saved")
            if agency is not None:
                print_address(self._place, agency, self.form.saved.show_unprintable)
            return
        if taken.sealed is not None:
            self._confirm(taken.sealed)
            self._printing.sealed_receipt(taken.sealed)
            return
        queries = self._place.desk.book.queries
        self._place.work.read(lambda: queries.request(taken.request_id), self._on_view)

    def _on_view(self, view: RequestView | None) -> None:
        if view is not None:
            # First the confirmation, then the paper: what becomes of it is told there.
            self._confirm(view)
            self._printing.receipt(view.hit.request_id, asked=False)

    def _confirm(self, view: RequestView) -> None:
        self.form.saved.show_request(view)
        self._layout.show_panel("saved")


def _followed(hit: Hit) -> Option:
    what = hit.subject or hit.service_title or hit.kind_title
    note = listed(shown_code(hit.tracking_code), shown_moment(hit.received_at))
    return Option(hit.request_id, what, note)
