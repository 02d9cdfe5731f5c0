"""Visits by the keyboard alone; keys are counted beyond what is typed."""

from pathlib import Path

from PySide6.QtCore import Qt

from desk_app.records.catalogue import Agency
from tests.ui.pages.hands import CTRL, SHIFT, Hands, open_desk
from ui.widgets.labels import Words

Key = Qt.Key
ZAHRA = "0499370899"
ALI = "0012345679"


async def take_zahra(hands: Hands, service: str = "معرفی به") -> int:
    """Her first visit: she is known from then on. How many keys it took."""
    hands.pressed = 0
    await hands.type(ZAHRA)
    await hands.type("زهرا")
    await hands.press(Key.Key_Tab)
    await hands.type("محمدی‌نژاد")
    await hands.press(Key.Key_Tab)
    await hands.type("حسن")
    await hands.press(Key.Key_Tab)
    await hands.type("09121234567")
    await hands.type(service)
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    return hands.pressed


async def take_again(hands: Hands, service: str) -> int:
    """A visit of hers once she is known. How many keys it took."""
    hands.pressed = 0
    await hands.type(ZAHRA)
    await hands.type(service)
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    return hands.pressed


async def test_a_new_visitor_takes_five_keys(hands: Hands) -> None:
    keys = await take_zahra(hands)
    (hit,) = hands.hits()
    assert (hit.visitor_name, hit.service_title) == ("زهرا محمدی‌نژاد", "معرفی به نهادهای حمایتی")
    assert (hit.subject, hit.printed, hit.due) == (hit.service_title, True, "2026-12-05")
    assert keys == 5


async def test_a_known_visitor_takes_two_keys_and_a_copy_is_printed(hands: Hands) -> None:
    await take_zahra(hands)
    assert await take_again(hands, "آب") == 2
    again, first = hands.hits()
    assert again.visitor_name == first.visitor_name == "زهرا محمدی‌نژاد"
    assert again.service_title.startswith("رسیدگی به مشکلات آب")
    assert again.printed
    view = hands.view(again.request_id)
    assert view.parties[0].person is not None
    assert view.parties[0].person.father_name == "حسن"


async def test_a_son_who_comes_for_his_mother_takes_seven_keys(hands: Hands) -> None:
    await take_zahra(hands)
    hands.pressed = 0
    await hands.type(ZAHRA)
    await hands.type("دیدار")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F6)
    await hands.type(ALI)
    await hands.type("علی")
    await hands.press(Key.Key_Tab)
    await hands.type("رضایی")
    await hands.press(Key.Key_Tab)
    await hands.press(Key.Key_Tab)
    await hands.type("پسر")
    await hands.press(Key.Key_Tab)
    await hands.press(Key.Key_F2)
    assert hands.pressed == 7
    mother, son = hands.view(hands.hits()[0].request_id).parties
    assert (mother.party.role, son.party.role) == ("applicant", "presenter")
    assert (son.party.relation, son.person and son.person.full_name) == ("پسر", "علی رضایی")


async def test_a_presenter_who_was_here_before_is_known_too(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.type(ALI)
    await hands.type("علی")
    await hands.press(Key.Key_F6)
    await hands.type(ZAHRA)
    await hands.type("مادر")
    presenter = hands.intake.form.draft().parties[1]
    assert (presenter.first_name, presenter.father_name) == ("زهرا", "حسن")
    assert (presenter.relation, presenter.mobile) == ("مادر", "09121234567")


async def test_only_asking_takes_two_keys_and_no_name(hands: Hands) -> None:
    await hands.press(Key.Key_F3)
    await hands.press(Key.Key_F2)
    assert hands.pressed == 2
    assert hands.hits() == []
    assert hands.day().visits == 1
    assert hands.day().by_outcome == {"informed": 1}
    assert hands.intake.form.side.tab == "saved"


async def test_lacking_papers_take_five_keys(hands: Hands) -> None:
    await take_zahra(hands)
    hands.pressed = 0
    await hands.type(ZAHRA)
    await hands.type("آرد")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F9)
    await hands.press(Key.Key_Down)
    await hands.press(Key.Key_Space)
    await hands.press(Key.Key_F2)
    assert hands.pressed == 5
    told = hands.view(hands.hits()[0].request_id).registered
    assert told["papers_received"] == ("پروانهٔ کسب نانوایی", "گواهی بهداشت")
    assert told["papers_lacking"] == ("اصل و تصویر کارت ملی",)
    assert told["outcome"] == "papers"


async def test_one_key_begins_the_same_visitors_next_matter(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.type(ZAHRA)
    await hands.type("آب")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2, SHIFT)
    await hands.type("دیدار")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    assert [hit.visitor_name for hit in hands.hits()] == ["زهرا محمدی‌نژاد"] * 3
    assert hands.intake.form.draft().is_empty
    assert hands.day().visits == 2


async def test_a_visitor_who_has_no_other_matter_after_all_just_leaves(hands: Hands) -> None:
    await hands.press(Key.Key_F3)
    await hands.press(Key.Key_F2, SHIFT)
    assert hands.intake.form.goes_on.isVisible()
    assert not hands.intake.form.draft().is_empty
    await hands.press(Key.Key_F2)
    assert hands.intake.form.draft().is_empty
    assert not hands.intake.form.goes_on.isVisible()
    assert hands.day().by_outcome == {"informed": 1}


async def test_what_a_visit_came_to_is_the_weightiest_of_its_matters(hands: Hands) -> None:
    await hands.press(Key.Key_F3)
    await hands.press(Key.Key_F2, SHIFT)
    hands.intake.form.people.applicant.begin()
    await take_zahra(hands)
    assert hands.day().by_outcome == {"taken": 1}
    assert hands.day().visits == 1


async def test_a_repeat_is_shown_before_it_is_recorded_and_can_be_followed_up(
    hands: Hands,
) -> None:
    await take_zahra(hands)
    await hands.type(ZAHRA)
    await hands.type("معرفی به")
    await hands.press(Key.Key_Return)
    assert hands.intake.recording.repeat.isVisible()
    await hands.press(Key.Key_F2)
    assert len(hands.hits()) == 1
    await hands.press(Key.Key_F11)
    (hit,) = hands.hits()
    called = hands.view(hit.request_id).timeline[-1]
    assert (called.type, called.facts["by"]) == ("Called", "visitor")
    assert hands.day().by_outcome == {"taken": 1, "followed": 1}
    assert hands.intake.form.draft().is_empty


async def test_a_repeat_can_be_recorded_anew(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.type(ZAHRA)
    await hands.type("معرفی به")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F12)
    assert not hands.intake.recording.repeat.isVisible()
    await hands.press(Key.Key_F2)
    assert len(hands.hits()) == 2


async def test_someone_who_does_not_give_a_name_is_recorded_without_one(hands: Hands) -> None:
    await hands.press(Key.Key_4, CTRL)
    await hands.press(Key.Key_F10)
    hands.intake.form.matter.begin()
    await hands.type("آب")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    (party,) = hands.view(hands.hits()[0].request_id).parties
    assert (party.party.established, party.person) == ("withheld", None)


async def test_a_legal_person_is_one_key_away(hands: Hands) -> None:
    await hands.press(Key.Key_F8)
    await hands.type("10380284790")
    await hands.type("شرکت آب‌رسانان ری")
    hands.intake.form.matter.begin()
    await hands.type("آب")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    hit = hands.hits()[0]
    assert hit.visitor_name == "شرکت آب‌رسانان ری"
    assert hands.view(hit.request_id).parties[0].party.id_kind == "legal"


def printed(hands: Hands) -> list[bytes]:
    """How each paper begins that came out of the printer."""
    (printer,) = hands.desk.printers.settings()
    return [path.read_bytes()[:4] for path in Path(printer.target).glob("*.pdf")]


async def test_another_agency_is_shown_the_way_without_a_request(hands: Hands) -> None:
    hands.intake.form.ending.choose("agency")
    await hands.press(Key.Key_F10)
    await hands.type("ثبت احوال")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    assert hands.hits() == []
    assert hands.day().by_outcome == {"agency": 1}
    assert printed(hands) == [b"%PDF"]
    shown = [one.text() for one in hands.intake.form.saved.findChildren(Words) if one.isVisible()]
    assert "برگ نشانی چاپ شد" in shown
    agency = next(one for one in hands.open_desk.place.catalogue.all(Agency) if "ثبت" in one.title)
    assert any(agency.address in text for text in shown)


async def test_without_a_printer_the_address_is_there_to_be_read_out(tmp_path: Path) -> None:
    async with open_desk(tmp_path, printer=False) as hands:
        await hands.press(Key.Key_F10)
        await hands.press(Key.Key_Left)
        await hands.press(Key.Key_Left)
        await hands.press(Key.Key_Return)
        await hands.type("ثبت")
        await hands.press(Key.Key_Return)
        await hands.press(Key.Key_F2)
        words = hands.intake.form.saved.findChildren(Words)
        assert any("نشانی را برای" in one.text() for one in words if one.isVisible())


async def test_a_forwarded_request_is_referred_at_once(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.type(ZAHRA)
    await hands.type("آب")
    await hands.press(Key.Key_Return)
    hands.intake.form.ending.choose("forwarded")
    await hands.press(Key.Key_F10)
    await hands.type("حوزه")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    hit = hands.hits()[0]
    assert hit.status == "referred"
    assert hands.view(hit.request_id).referrals[0].facts["title"] == "حوزهٔ فرماندار"
