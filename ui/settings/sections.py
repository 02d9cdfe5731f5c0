"""The sections of the settings page: what each is called, who sees it, how it is built."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtWidgets import QVBoxLayout

from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.settings.body import SectionBody
from ui.widgets.showing import Card

EVERYBODY: Final = ""


class Section(NamedTuple):
    """One section; ``deed`` is what a role must be permitted to see it.

    A section that ``fills`` the page scrolls within itself.
    """

    key: str
    title: str
    icon: str
    deed: str
    build: Callable[[], SectionBody]
    fills: bool = False


class Cards(SectionBody):
    """Cards one under the other."""

    def __init__(self, *cards: Card) -> None:
        super().__init__()
        self._cards = cards
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for card in cards:
            column.addWidget(card)
        column.addStretch()

    def read(self) -> None:
        """Let every card that shows what is set read it."""
        for card in self._cards:
            ask = getattr(card, "read", None)
            if ask is not None:
                ask()


def sections(
    place: Workplace, kept: Callable[[], object], show_help: Callable[[], object]
) -> list[Section]:
    """The sections that the signed-in officer's role may see, in their order."""
    ours = _Builders(place, kept, show_help)
    found = [
        Section("looks", "settings.habits", "letters", EVERYBODY, ours.looks),
        Section("counter", "office.section.counter", "office", EVERYBODY, ours.counter),
        Section("printers", "settings.printers", "print", "print", ours.printers),
        Section("catalogue", "office.section.catalogue", "list", "catalogue", ours.catalogue, True),
        Section("calendar", "office.section.calendar", "calendar", "catalogue", ours.calendar),
        Section("officers", "access.section", "group", "officers", ours.officers),
        Section("safety", "office.section.safety", "shield", "backup", ours.safety),
        Section("password", "access.mine", "key", EVERYBODY, ours.password),
        Section("about", "settings.about", "info", EVERYBODY, ours.about),
    ]
    return [one for one in found if not one.deed or place.may(one.deed)]


class _Builders:
    """How each section is made; what it needs is loaded when it is first shown."""

    def __init__(
        self, place: Workplace, kept: Callable[[], object], show_help: Callable[[], object]
    ) -> None:
        self._place, self._kept, self._show_help = place, kept, show_help

    def looks(self) -> SectionBody:
        from ui.settings.habits import HabitsCard

        return Cards(HabitsCard())

    def counter(self) -> SectionBody:
        from ui.enrol.card import JoinCard
        from ui.settings.counter import CounterCard
        from ui.settings.office import OfficeCard

        counter = CounterCard(self._place, self._kept)
        cards = [OfficeCard(self._place)] if self._place.may("officers") else []
        joining = [JoinCard(self._place)] if self._place.may("enrol") else []
        return Cards(counter, *cards, *joining)

    def printers(self) -> SectionBody:
        from ui.settings.printers import PrintersCard

        card = PrintersCard(self._place)
        body = Cards(card)
        bind(body, "Ctrl+N", "settings.printer.new", card.ask_new)
        return body

    def catalogue(self) -> SectionBody:
        from ui.settings.catalogue.section import CatalogueSection

        return CatalogueSection(self._place)

    def calendar(self) -> SectionBody:
        from ui.settings.calendar.section import CalendarSection

        return CalendarSection(self._place)

    def officers(self) -> SectionBody:
        from ui.settings.officers import OfficersCard
        from ui.settings.phone_numbers import AccessLogCard, NumbersCard

        log = AccessLogCard(self._place)
        card = OfficersCard(self._place, log.read)
        body = Cards(card, NumbersCard(self._place), log)
        bind(body, "Ctrl+N", "access.officer.new", card.ask_new)
        return body

    def safety(self) -> SectionBody:
        from ui.pages.line.risk import RiskCard
        from ui.settings.backup import BackupCard
        from ui.settings.health import HealthCard, KeysCard
        from ui.settings.mirror import MirrorCard

        place = self._place
        cards = (BackupCard(place), MirrorCard(place), HealthCard(place), KeysCard())
        return Cards(RiskCard(place), *cards)

    def password(self) -> SectionBody:
        from ui.settings.own_password import OwnPasswordCard

        return Cards(OwnPasswordCard(self._place))

    def about(self) -> SectionBody:
        from ui.settings.about import AboutCard, DiagnosisCard

        diagnosis = DiagnosisCard(self._place)
        body = Cards(AboutCard(self._show_help), diagnosis)
        bind(body, "Ctrl+B", "office.diagnosis.write", diagnosis.ask)
        return body
