"""The page in a real Chromium: by keys alone, at 320 pixels, in the dark, large and on paper."""

import sys
from collections.abc import Callable, Iterator
from io import BytesIO

import pypdf
import pyrage
import pytest

from desk_app.records import bodies as b
from desk_app.records.unit_bodies import PapersAsked
from desk_app.records.visitor_bodies import AskedAgain
from tests.public.browser import Browser, chromium
from tests.public.judging import ill_built, nameless, pale, small, wide
from tests.public.visitors import Receipt, Town

pytestmark = pytest.mark.skipif(
    chromium() is None or sys.platform == "win32",
    reason="needs the package chromium, spoken to over pipes",
)
MOST_BYTES = 30 * 1024
LONG = "بررسی پروندهٔ شما در کمیسیون مادهٔ صد انجام شد و نتیجه به این شرح است. "


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = Browser(tmp_path_factory.mktemp("chrome"))
    yield found
    found.close()


@pytest.fixture
def browser(chrome: Browser) -> Browser:
    chrome.size(390)
    chrome.media()
    return chrome


def named_office(town: Town) -> None:
    """An office that says everything that it can say."""
    key = str(pyrage.x25519.Identity.generate().to_public())
    town.fact("office", "KeysPublished", b.KeysPublished(audience="above", public_keys=(key,)))
    name = b.OfficeNamed(
        agency="وزارت کشور", name="فرمانداری نمونه", phone="۰۲۱-۸۸۷۷۶۶۵۵",
        address="خیابان آزادی، نبش کوچهٔ دوازدهم، پلاک ۱۲۳۴۵۶۷۸۹", demonstration=True,
        complaint="سامانهٔ ۱۱۱ یا بازرسی استانداری: https://example.ir/" + "a" * 60,
    )  # fmt: skip
    town.fact("office", "OfficeNamed", name)


def under_way(town: Town) -> Receipt:
    receipt = town.take(service_title=LONG)
    town.on(receipt.request, "Referred", b.Referred(unit="u2", title=LONG, due="2026-12-20"))
    return receipt


def answered(town: Town) -> Receipt:
    receipt = town.take()
    town.answer(receipt, LONG * 8)
    return receipt


def lacking(town: Town) -> Receipt:
    receipt = town.take()
    sent = town.on(receipt.request, "Referred", b.Referred(unit="u2", title="واحد فنی"))
    asked = PapersAsked(referral=sent.id, papers=("کارت ملی", LONG), come_by="2027-01-02")
    town.on(receipt.request, "PapersAsked", asked)
    return receipt


def look(browser: Browser, town: Town, receipt: Receipt, path: str = "/") -> None:
    """Look a request up by keys, as a visitor does."""
    browser.open(town.page.url + path)
    browser.look("document.getElementById('code').focus()")
    browser.write(receipt.code)
    browser.press("Tab")
    browser.write(receipt.follow_up)
    browser.press("Enter", leaves=True)


def title(browser: Browser) -> str:
    return str(browser.look("document.querySelector('h1').textContent"))


def focus(browser: Browser) -> str:
    return str(browser.look("document.activeElement.id || document.activeElement.textContent"))


def test_a_visitor_gets_along_with_keys_alone(browser: Browser, town: Town) -> None:
    receipt = town.take()
    town.sync()
    browser.open(town.page.url + "/")
    reached = []
    for _ in range(5):
        browser.press("Tab")
        reached.append(focus(browser))
        assert browser.look("getComputedStyle(document.activeElement).outlineStyle") != "none"
        if reached[-1] == "code":
            browser.write(receipt.code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
        elif reached[-1] == "number":
            browser.write(receipt.follow_up)
    assert reached == ["رفتن به متن صفحه", "English", "code", "number", "پیگیری"]
    browser.press("Space", leaves=True)
    assert title(browser) == "در دست بررسی است"
    while focus(browser) != "دوباره بپرسید":
        browser.press("Tab")
    browser.press("Enter")
    browser.press("Tab")
    assert focus(browser) == "ask-text"
    browser.write("جواب من چه شد؟")
    browser.press("Tab")
    browser.press("Enter", leaves=True)
    assert "پرسش شما ثبت شد" in browser.look("document.activeElement.textContent")


def test_what_is_mistyped_is_read_out_first_and_leads_to_its_field(
    browser: Browser, town: Town
) -> None:
    receipt = town.take()
    browser.open(town.page.url + "/")
    browser.look("document.getElementById('code').focus()")
    browser.write(receipt.code)
    browser.press("Enter", leaves=True)
    assert browser.look("document.activeElement.getAttribute('role')") == "alert"
    assert browser.look("document.title").startswith("اصلاح کنید")
    browser.press("Tab")
    browser.press("Enter")
    assert browser.look("document.querySelector(':target').id") == "number"
    number = next(each for each in browser.controls() if each.name == "رمز پیگیری")
    assert (number.role, number.properties["invalid"]) == ("textbox", "true")
    assert "رمز پیگیری را بنویسید" in number.description


def test_no_script_is_needed_and_nothing_is_left_behind(browser: Browser, town: Town) -> None:
    receipt = town.take()
    town.sync()
    browser("Emulation.setScriptExecutionDisabled", value=True)
    try:
        look(browser, town, receipt)
        assert title(browser) == "در دست بررسی است"
    finally:
        browser("Emulation.setScriptExecutionDisabled", value=False)
    assert browser.look("location.href") == town.page.url + "/"
    assert browser.look("document.referrer") == ""
    assert browser.look("performance.getEntriesByType('resource').length") == 0
    assert browser("Network.getCookies")["cookies"] == []
    assert browser.look("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize(("path", "direction"), [("/", "rtl"), ("/en", "ltr")])
def test_each_language_has_its_direction_and_leads_to_the_other(
    browser: Browser, town: Town, path: str, direction: str
) -> None:
    receipt = town.take()
    town.sync()
    look(browser, town, receipt, path)
    assert browser.look("getComputedStyle(document.body).direction") == direction
    code = "[...document.querySelectorAll('.num')].pop()"
    assert browser.look(f"getComputedStyle({code}).direction") == "ltr"
    browser.look("document.querySelector('header button').focus()")
    browser.press("Enter", leaves=True)
    other = {"rtl": "ltr", "ltr": "rtl"}[direction]
    assert browser.look("getComputedStyle(document.body).direction") == other
    assert browser.look("document.querySelectorAll('dl').length") > 0


@pytest.mark.parametrize("path", ["/", "/en"])
@pytest.mark.parametrize("kind", [under_way, answered, lacking], ids=lambda kind: kind.__name__)
def test_every_page_fits_can_be_read_and_is_named(
    browser: Browser, town: Town, kind: Callable[[Town], Receipt], path: str
) -> None:
    named_office(town)
    receipt = kind(town)
    town.sync()
    browser.open(town.page.url + path)
    checks = (pale, wide, small, ill_built, nameless)
    found = {check.__name__: check(browser) for check in checks}
    look(browser, town, receipt, path)
    browser.look("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (320, 390, 1280):
        browser.size(width)
        found[f"wide at {width}"] = wide(browser)
    for scheme in ("dark", "light"):
        browser.media("", prefers_color_scheme=scheme)
        found[f"pale in {scheme}"] = pale(browser)
    found |= {check.__name__ + " of request": check(browser) for check in checks[2:]}
    browser.size(320)
    browser.look("document.documentElement.style.fontSize = '200%'")
    found["wide when large"] = wide(browser)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_on_paper_stands_what_is_known_and_no_form(browser: Browser, town: Town) -> None:
    named_office(town)
    receipt = answered(town)
    town.sync()
    browser.media("", prefers_color_scheme="dark")
    look(browser, town, receipt)
    browser.media("print")
    forms = "[...document.querySelectorAll('form')].filter(e => e.checkVisibility()).length"
    assert browser.look(forms) == 0
    assert pale(browser) == []
    assert 1 <= len(pypdf.PdfReader(BytesIO(browser.paper())).pages) <= 2


def test_no_page_is_larger_than_thirty_kilobytes(town: Town) -> None:
    named_office(town)
    receipt = town.take(service_title=LONG, kind_title=LONG)
    for _ in range(60):
        town.on(receipt.request, "AskedAgain", AskedAgain())
        town.on(receipt.request, "Referred", b.Referred(unit="u2", title=LONG * 3))
    for _ in range(3):
        town.answer(receipt, "<ق&" * 1300, objection=LONG * 5)
    town.sync()
    page = town.look(receipt)
    assert "همهٔ آن را از دفتر بگیرید" in page.text
    refused = town.send(page, "/complain", text="&" * 2000)
    pages = {
        "form": town.ask("1", "2"), "request": page, "english": town.send(page, "/en/request"),
        "refused": refused, "nothing": town.ask(receipt.code, "000000"),
    }  # fmt: skip
    assert page.headers["content-encoding"] == "gzip"
    sizes = {name: len(shown.content) for name, shown in pages.items()}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def test_the_judges_find_what_is_wrong(browser: Browser, town: Town) -> None:
    browser.open(town.page.url + "/")
    browser.look("document.querySelector('h1').style.color = '#aaa'")
    browser.look("document.querySelector('form').style.width = '2000px'")
    browser.look("document.querySelector('main button').style.minHeight = '0'")
    browser.look(
        "document.querySelector('main button').style.cssText += ';padding:0;font-size:9px'"
    )
    browser.look("document.querySelector('label').remove()")
    assert "پیگیری درخواست" in pale(browser)
    assert "page" in wide(browser)
    assert small(browser) == ["پیگیری"]
    assert "label code" in ill_built(browser)
    assert nameless(browser) == ["textbox"]
