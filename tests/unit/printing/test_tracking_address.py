"""Where a receipt sends its visitor: the page outside, however its address was typed in."""

import pytest

from desk_app.ports.book import OfficeFacts
from desk_app.printing.filled import tracking_base, tracking_url

CODE = "42150700000188"


def office(address: str) -> OfficeFacts:
    return OfficeFacts("k12", "وزارت کشور", "فرمانداری", "3", tracking_address=address)


@pytest.mark.parametrize(("typed", "base"), [
    ("https://peygiri.example.ir", "https://peygiri.example.ir/"),
    ("https://peygiri.example.ir/", "https://peygiri.example.ir/"),
    ("HTTP://10.0.0.5:8080/p/", "HTTP://10.0.0.5:8080/p/"),
    (" peygiri.example.ir ", "https://peygiri.example.ir/"),
    ("example.ir/peygiri/", "https://example.ir/peygiri/"),
    ("پیگیری.ایران", "https://پیگیری.ایران/"),
    ("1512", ""), ("021-88776655", ""), ("۰۲۱ ۸۸۷۷", ""), ("", ""), ("88.77", ""),
])  # fmt: skip
def test_the_code_of_squares_leads_to_the_page_or_holds_the_code_alone(
    typed: str, base: str
) -> None:
    assert tracking_base(office(typed)) == base
    assert tracking_url(office(typed), CODE) == (base + CODE if base else "")
