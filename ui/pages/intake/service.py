"""What a service asks for and takes: papers to go over, scans, and what the visitor is told."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.records.items import Service
from ui.pages.intake.attached import AttachedList
from ui.pages.intake.papers import PaperList
from ui.texts import Worded, say, shown
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll


class ServiceLeaf(Scroll, Worded):
    """The checklist of the service chosen, the scans, then steps, cost, deadline and rights."""

    def __init__(self) -> None:
        self._service: Service | None = None
        self.papers = PaperList()
        self.attached = AttachedList()
        self._how = Words("intake.papers.how", letters="caption", tone="muted", wrap=True)
        self._guide = Words(wrap=True)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._how, self.papers, self.attached, self._guide):
            column.addWidget(widget)
        column.addStretch()
        super().__init__(held)
        self.show_service(None)

    def show_service(self, service: Service | None) -> None:
        """Show papers, cost, steps and deadline of a service, or that none is chosen."""
        self._service = service
        self.papers.offer(service.papers if service else ())
        self.papers.setVisible(not self.papers.is_empty)
        self._how.setVisible(not self.papers.is_empty)
        self.reword()

    def reword(self) -> None:
        """Say everything in the language in force."""
        service = self._service
        self._guide.setText(_guidance(service) if service else say("intake.guide.none"))


def _guidance(service: Service) -> str:
    """Everything the desk tells of a service, a paragraph for each part."""
    parts = [service.title]
    if not service.papers:
        parts.append(say("intake.papers.none"))
    if service.steps:
        steps = [f"{shown(place)}. {step}" for place, step in enumerate(service.steps, start=1)]
        parts.append(say("intake.guide.steps") + "\n" + "\n".join(steps))
    cost = shown(f"{service.cost:,}") if service.cost else ""
    parts.append(
        say("intake.guide.cost", cost=cost)
        if cost
        else say("intake.guide.free")
        if not service.cost_note
        else service.cost_note
    )
    if service.deadline:
        unit = say(f"intake.unit.{service.deadline.unit}")
        parts.append(say("intake.guide.deadline", amount=service.deadline.amount, unit=unit))
    if service.rights:
        parts.append(say("intake.guide.rights") + "\n" + service.rights)
    return "\n\n".join(part for part in parts if part)
