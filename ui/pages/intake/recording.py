"""From the key that records to what became of it: checks, the question of a repeat, mistakes."""

from PySide6.QtCore import QObject, Signal

from desk_app.ports.queries import Hit, RequestView
from desk_app.records.errors import UserMistake
from ui.actions.intake import Recorded, save_follow_up, save_intake
from ui.actions.workplace import Workplace
from ui.pages.bars import AskBar
from ui.pages.hits import shown_code, shown_moment
from ui.pages.intake.form import IntakeForm
from ui.pages.intake.recognition import Recognition
from ui.texts import say


class Recording(QObject):
    """Records what the form holds, once for each press of the key.

    ``recorded`` carries what was recorded, its outcome, and whether the visitor stays for
    another matter.
    """

    recorded = Signal(object, str, bool)
    left = Signal()

    def __init__(
        self, place: Workplace, form: IntakeForm, known: Recognition, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._place, self._form, self._known = place, form, known
        self._busy = self._allow_repeat = self._stay = False
        self._earlier: Hit | None = None
        self.repeat = AskBar("intake.repeat", "intake.repeat.follow", "intake.repeat.go_on")
        self.repeat.first.connect(self._follow_earlier)
        self.repeat.second.connect(self._go_on)
        form.matter.subject_changed.connect(self.look_for_repeat)

    def save(self, *, stay: bool = False) -> None:
        """Record the visit; ``stay`` keeps the visitor for the next matter.

        Who stayed and had no other matter simply leaves.
        """
        if self._form.has_nothing_more and not self._busy:
            self.left.emit()
            return
        if self._busy or self._form.stop_at_mistake():
            return
        outcome, attached = self._form.ending.outcome, self._form.service.attached.value()
        if attached and outcome in ("informed", "agency"):
            self._place.say("intake.attached.no_request")
            return
        self.look_for_repeat()
        if self._form.needs_person and self._earlier and not self._allow_repeat:
            return
        self._begin(stay)
        if self._form.ending.outcome == "followed":
            self._follow(self._form.ending.draft().follows)
            return
        save_intake(
            self._place,
            self._form.told(),
            allow_repeat=self._allow_repeat,
            saved=lambda recorded: self._end(recorded, self._form.ending.outcome),
            mistaken=self._on_mistaken,
            ended=self._on_ended,
        )

    def look_for_repeat(self) -> None:
        """Ask as soon as a request of this person with this subject is known to run."""
        matter = self._form.matter
        self._earlier = self._known.repeated(matter.subject, matter.service_title)
        asks = self._earlier is not None and not self._allow_repeat and self._form.needs_person
        if self._earlier is not None and asks:
            self._ask(self._earlier)
        else:
            self.repeat.hide()

    def forget(self) -> None:
        """Another visit begins."""
        self._allow_repeat, self._earlier = False, None
        self.repeat.hide()

    def _ask(self, earlier: Hit) -> None:
        what = earlier.subject or earlier.service_title or earlier.kind_title
        code, when = shown_code(earlier.tracking_code), shown_moment(earlier.received_at)
        if self._known.is_of_relative(earlier):
            name = earlier.visitor_name or say("hit.nobody")
            self.repeat.ask(what, "intake.repeat.home", code=code, when=when, name=name)
        else:
            self.repeat.ask(what, code=code, when=when)

    def _begin(self, stay: bool) -> None:
        self._busy, self._stay = True, stay
        self._form.ending.allow_save(False)

    def _on_ended(self) -> None:
        self._busy = False
        self._form.ending.allow_save(True)

    def _end(self, recorded: Recorded, outcome: str) -> None:
        self.forget()
        self.recorded.emit(recorded, outcome, self._stay)

    def _follow_earlier(self) -> None:
        if self._busy or self._earlier is None or self.repeat.isHidden():
            return
        self._begin(stay=False)
        self._follow(self._earlier.request_id)

    def _follow(self, request_id: str) -> None:
        save_follow_up(
            self._place,
            request_id,
            self._form.told(),
            saved=lambda recorded: self._end(recorded, "followed"),
            ended=self._on_ended,
        )

    def _go_on(self) -> None:
        if not self.repeat.isHidden():
            self._allow_repeat = True
            self.repeat.hide()

    def _on_mistaken(self, wrong: UserMistake) -> None:
        mistakes = list(wrong.mistakes)
        for repeat in [one for one in mistakes if one.code == "request.repeat"]:
            # Another desk or window recorded it since the person was looked up.
            mistakes.remove(repeat)
            self._ask_about(str(repeat.params["code"]))
        for rest in self._form.show_mistakes(mistakes):
            self._place.say(rest.code, **rest.params)

    def _ask_about(self, code: str) -> None:
        queries = self._place.desk.book.queries

        def ask(view: RequestView | None) -> None:
            if view is not None:
                self._earlier = view.hit
                self._ask(view.hit)

        self._place.work.read(lambda: queries.request(code), ask)
