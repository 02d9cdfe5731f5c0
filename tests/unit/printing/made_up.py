"""Papers of made-up offices and visitors, for the tests of this folder."""

from datetime import date, datetime
from typing import Any

from desk_app.printing.contents import Desk, Party, Promise, ReceiptContent
from desk_app.records.codes import make_code

DESK = Desk(
    agency="استانداری آذربایجان غربی",
    office="میز خدمت فرمانداری ماکو",
    counter="3",
    officer="مریم کریمی",
    office_code="72-12-1034",
    address="ماکو، خیابان امام، ساختمان شمارهٔ ۲",
    phone="044-34221100",
)
CODE = make_code(421507, 123)
URL = f"https://peygiri.example.ir/t/{CODE}"
APPLICANT = Party(name="سیدعلی رضایی‌نژاد", id_label="کد ملی", id_number="7668640361")
LONG = "تقاضای رسیدگی به پروندهٔ شمارهٔ ۱۲۳۴ (بخش ۲) در کمیسیون مادهٔ صد شهرداری " * 6


def receipt(**changed: Any) -> ReceiptContent:
    """A receipt with every common field, changed where a test asks."""
    fields: dict[str, Any] = {
        "desk": DESK,
        "code": CODE,
        "follow_up": "604118",
        "received": datetime(2026, 11, 21, 10, 30),  # noqa: DTZ001 (local time is meant)
        "kind": "درخواست",
        "tracking_url": URL,
        "applicant": APPLICANT,
        "service": "صدور پروانهٔ ساختمان",
        "service_id": "10032145000",
        "subject": "سهمیهٔ آرد نانوایی",
        "papers_received": ("تصویر شناسنامه", "کارت ملی"),
        "cost": "۱٬۲۵۰٬۰۰۰ ریال",
        "steps": ("بررسی مدارک", "بازدید کارشناس", "صدور نظر"),
        "promise": Promise(
            on=date(2026, 12, 21),
            post="رئیس ادارهٔ امور شهری",
            person="خانم زهرا موسوی",
            reach="044-34221105 داخلی 12",
        ),
    }
    return ReceiptContent(**{**fields, **changed})


def overlong_receipt() -> ReceiptContent:
    """A receipt with every field present and far too long."""
    return receipt(
        desk=Desk(agency=LONG[:150], office=LONG[:130], counter="باجهٔ ویژه ۱۲", officer=LONG[:70]),
        outcome=LONG,
        presenter=Party(name="ا" * 300, role="وکیل", id_label="گذرنامه", id_number="A12345678"),
        service=LONG,
        subject=LONG * 3,
        place=LONG,
        papers_received=tuple(LONG[: 40 + 9 * n] for n in range(15)),
        papers_lacking=tuple(LONG[: 90 - 5 * n] for n in range(12)),
        bring_papers_by=date(2026, 12, 1),
        cost=LONG,
        steps=tuple(LONG[: 30 + 20 * n] for n in range(12)),
        promise=Promise(on=date(2026, 12, 21), hour="12:30", post=LONG, person=LONG, reach=LONG),
        follow_up_ways=(LONG, LONG),
        complaint_ways=(LONG,),
        preprinted=True,
        copy=12,
    )
