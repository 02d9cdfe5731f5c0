"""What visitors write arrives in their office, once, and goes no further than it should."""

import pyrage
import pytest

from desk_app.records import bodies as b
from desk_app.records.event import read_event
from desk_app.records.fold import Recorded, fold_request
from desk_app.records.kinds_of_event import body_of, value_at
from desk_app.records.request import is_unheard
from desk_app.records.sealed import unseal
from desk_app.records.survey_bodies import Surveyed
from desk_app.records.visitor_bodies import VISITOR, AskedAgain, Complained
from tests.public.visitors import Receipt, Town


def arrived(town: Town, receipt: Receipt, kind: str) -> list[Recorded]:
    """What the desk got of a type on a request."""
    town.sync()
    town.sync()
    found = [
        Recorded(read_event(entry.bytes), dict(entry.beside))
        for contents in town.desk.events.values()
        for entry in contents.values()
    ]
    return [
        each
        for each in found
        if each.event.subject.id == receipt.request and each.event.type == kind
    ]


def unheard(town: Town, receipt: Receipt) -> bool:
    entries = [entry for found in town.desk.events.values() for entry in found.values()]
    recorded = [Recorded(read_event(entry.bytes), dict(entry.beside)) for entry in entries]
    ours = [each for each in recorded if each.event.subject.id == receipt.request]
    return is_unheard(fold_request(receipt.request, ours))


def words_of(each: Recorded, position: int) -> str | None:
    return value_at(each.event, each.beside, position, str)


def test_a_question_reaches_the_office_signed_by_the_centre(any_town: Town) -> None:
    town = any_town
    receipt = town.take()
    town.sync()
    done = town.send(town.look(receipt), "/ask", text="  جواب من چه شد؟\r\nممنون ")
    assert "پرسش شما ثبت شد" in done.text
    assert "دوباره پرسیدید" in done.text
    (asked,) = arrived(town, receipt, "AskedAgain")
    body = body_of(asked.event)
    assert isinstance(body, AskedAgain)
    assert (asked.event.actor, asked.event.role, asked.event.office) == (VISITOR, "centre", "k12")
    assert body.channel == "electronic"
    assert words_of(asked, body.text) == "جواب من چه شد؟\nممنون"
    assert asked.event.order > receipt.event.order
    assert unheard(town, receipt)
    town.on(receipt.request, "Called", b.Called(by="other"))
    assert not unheard(town, receipt)
    assert town.centre.verify().problems == []


def test_a_question_without_words_is_a_question(town: Town) -> None:
    receipt = town.take()
    town.sync()
    assert "پرسش شما ثبت شد" in town.send(town.look(receipt), "/ask", text=" ").text
    (asked,) = arrived(town, receipt, "AskedAgain")
    assert asked.event.held == ()


def test_a_question_sent_twice_counts_once_a_day(town: Town) -> None:
    receipt = town.take()
    town.sync()
    page = town.look(receipt)
    town.send(page, "/ask", text="یک")
    again = town.send(page, "/ask", text="دو")
    assert again.status_code == 422
    assert "همان ثبت شده است" in again.text
    assert "دو</textarea>" in again.text
    town.pass_days(1)
    assert town.send(town.look(receipt), "/ask", text="سه").status_code == 200
    assert len(arrived(town, receipt, "AskedAgain")) == 2


def test_a_complaint_says_of_what(town: Town) -> None:
    receipt = town.take()
    town.sync()
    page = town.look(receipt)
    assert "بگویید از چه شکایت دارید" in town.send(page, "/complain", text="دیر شد").text
    assert "شرح شکایت را بنویسید" in town.send(page, "/complain", about="delay").text
    town.send(page, "/complain", about="delay", text="دیر شد")
    (complaint,) = arrived(town, receipt, "Complained")
    body = body_of(complaint.event)
    assert isinstance(body, Complained)
    assert (body.about, words_of(complaint, body.text)) == ("delay", "دیر شد")
    assert "شکایت کردید" in town.look(receipt).text


def test_a_complaint_about_the_office_itself_is_read_above_it_alone(town: Town) -> None:
    identity = pyrage.x25519.Identity.generate()
    receipt = town.take()
    town.sync()
    page = town.look(receipt)
    assert "کارکنان این دفتر نبینند" not in page.text
    refused = town.send(page, "/complain", about="conduct", text="رشوه خواستند", sealed="1")
    assert "چیزی ثبت نشد" in refused.text
    keys = b.KeysPublished(audience="above", public_keys=(str(identity.to_public()),))
    town.fact("office", "KeysPublished", keys)
    town.sync()
    page = town.look(receipt)
    assert "کارکنان این دفتر نبینند" in page.text
    done = town.send(page, "/complain", about="conduct", text="رشوه خواستند", sealed="1")
    assert "شکایت شما ثبت شد" in done.text
    assert "شکایت کردید" not in done.text
    (sealed,) = arrived(town, receipt, "Complained")
    assert sealed.event.audience == "above"
    assert set(sealed.event.body) == {"sealed"}
    kept = b"".join(bytes(held.value) for held in sealed.beside.values())
    assert "رشوه".encode() not in kept
    opened = unseal(sealed.event, sealed.beside, str(identity))
    assert opened is not None
    assert words_of(Recorded(*opened), 0) == "رشوه خواستند"


def test_a_sealed_complaint_is_taken_three_times_a_day_at_most(town: Town) -> None:
    keys = (str(pyrage.x25519.Identity.generate().to_public()),)
    town.fact("office", "KeysPublished", b.KeysPublished(audience="above", public_keys=keys))
    receipt = town.take()
    town.sync()
    page = town.look(receipt)
    told = {"about": "conduct", "text": "شرح", "sealed": "1"}
    answers = [town.send(page, "/complain", **told).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 422]


def test_the_survey_is_taken_once_and_of_its_own_form(town: Town) -> None:
    receipt = town.take()
    town.sync()
    assert "فرستادن نظر" not in town.look(receipt).text
    town.answer(receipt)
    town.sync()
    page = town.look(receipt)
    assert "دست‌کم به یک پرسش" in town.send(page, "/survey", **{"g.respect": "9"}).text
    grades = {"g.respect": "4", "g.promise": "0", "g.made_up": "3", "g.steps": "x"}
    done = town.send(page, "/survey", **grades, text="تشکر")
    assert "نظر شما ثبت شد" in done.text
    assert "فرستادن نظر" not in done.text
    assert town.send(page, "/survey", **grades).status_code == 422
    (surveyed,) = arrived(town, receipt, "Surveyed")
    body = body_of(surveyed.event)
    assert isinstance(body, Surveyed)
    assert (body.form, body.answers) == ("desk-1", {"respect": 4, "promise": 0})
    assert words_of(surveyed, body.text) == "تشکر"


def test_words_that_are_too_many_are_refused_and_kept_in_the_field(town: Town) -> None:
    receipt = town.take()
    town.sync()
    page = town.look(receipt)
    refused = town.send(page, "/ask", text="ا" * 2001)
    assert refused.status_code == 422
    assert "۲۰۰۰ نویسه" in refused.text
    assert "ا" * 2001 in refused.text
    assert arrived(town, receipt, "AskedAgain") == []


@pytest.mark.parametrize("path", ["/request", "/ask", "/complain", "/survey"])
def test_a_handle_is_good_for_an_hour_and_only_if_it_was_made_here(town: Town, path: str) -> None:
    receipt = town.take()
    town.sync()
    page = town.look(receipt)
    town.centre.clock.pass_seconds(3601)
    fields = {"text": "متن", "about": "other", "g.respect": "1"}
    assert town.send(page, path, **fields).status_code == 410
    with town.client() as client:
        for handle in ("", "x", "é", "A" * 2000):
            sent = client.post(path, data={"handle": handle, **fields})
            assert (sent.status_code, "دوباره پیگیری کنید" in sent.text) == (410, True)


def test_a_page_can_be_had_in_the_other_language(town: Town) -> None:
    receipt = town.take()
    town.sync()
    page = town.look(receipt)
    english = town.send(page, "/en/request")
    assert "It is being worked on" in english.text
    assert '<html lang="en" dir="ltr">' in english.text
    assert "در دست بررسی است" in town.send(english, "/request").text


def test_a_request_that_was_erased_meanwhile_takes_no_words(town: Town) -> None:
    receipt = town.take()
    town.sync()
    page = town.look(receipt)
    town.desk.erase(receipt.event)
    town.sync()
    assert town.send(page, "/ask", text="؟").status_code == 410


def test_markup_that_is_written_stays_text(town: Town) -> None:
    receipt = town.take(service_title='<script>alert("1")</script>', office_name="<b>&")
    town.answer(receipt, "<img src=x onerror=alert(1)>")
    town.sync()
    text = town.look(receipt).text
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;b&gt;&amp;" in text
    sent = town.send(town.look(receipt), "/complain", text='</textarea><script>x</script>"')
    assert "<script" not in sent.text
