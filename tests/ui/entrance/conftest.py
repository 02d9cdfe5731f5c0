"""What an office tells at its first run."""

import pytest


@pytest.fixture
def office() -> dict[str, str]:
    return {
        "agency": "فرمانداری ری",
        "office_name": "میز خدمت",
        "office_code": "۱۱۰۱",
        "counter": "۲",
        "officer_name": "زهرا محمدی",
        "officer": "zahra",
        "password": "کتاب ابر چای",
        "password_again": "کتاب ابر چای",
    }
