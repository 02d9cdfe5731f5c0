"""Time of 300 different A6 receipts against a floor measured in the same run.

The floor is a reportlab canvas that draws as many glyphs of the same embedded fonts, on as many
lines, at the same places and sizes, as strings that are ready: no words are broken, ordered or
shaped and nothing is laid out. It makes each receipt's QR code by the same encoder, since there
is no drawing one otherwise; the bars are ready. One JSON line is printed: medians, their ratio,
and ``ratio_qr_ready``, the ratio to the same floor without the making of QR codes.
"""

import gc
import json
import random
import re
import statistics
import time
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, NamedTuple

import pypdf
from reportlab.pdfgen.canvas import Canvas

from desk_app.printing.canvas import MM
from desk_app.printing.codes import qr_symbol
from desk_app.printing.contents import Desk, Party, Promise, ReceiptContent
from desk_app.printing.embedding import add_to, embedded_font
from desk_app.printing.fonts import shared_font
from desk_app.printing.papers import A6
from desk_app.printing.receipt import receipt_pdf
from desk_app.printing.type_scale import BOLD, REGULAR
from desk_app.records.codes import make_code

COUNT = 300
ROUNDS = 9
TURN = 20
BOUND = 2.0
_FIRST = ("علی", "زهرا", "محمد", "فاطمه", "حسین", "مریم", "رضا", "ام‌البنین", "بهروز", "شیرین")
_LAST = ("رضایی‌نژاد", "علیزاده", "زنگنه", "طباطبائی", "سلطانی", "اوغلی‌نیا", "جعفرپور", "نوری")
_MATTER = (
    "سهمیه آرد", "رفع توقیف", "بیمه کارگران", "انشعاب آب", "وام اشتغال", "صدور پروانه",
    "زمین کشاورزی", "راه روستا", "عوارض نوسازی", "نانوایی", "خودرو", "مالکیت", "اعتراض",
)  # fmt: skip
_SHOWN = re.compile(
    r"/(?P<font>\S+) (?P<size>\S+) Tf|1 0 0 1 (?P<x>\S+) (?P<y>\S+) Tm|(?P<body>\[.*?\])TJ"
)
_FILLED = re.compile(r"q (\S+) 0 0 (\S+) (\S+) (\S+) cm (.*?) f Q")


class _Line(NamedTuple):
    font: str
    size: float
    x: float
    y: float
    glyphs: str


class _Page(NamedTuple):
    """What the floor draws on one receipt."""

    lines: list[_Line]
    paths: list[tuple[float, float, float, float, str]]
    qr_text: str


def contents(seed: int) -> list[ReceiptContent]:
    """Three hundred receipts of one office, all different, and others for every seed."""
    chance = random.Random(seed)
    desk = Desk(
        agency="استانداری آذربایجان غربی",
        office="میز خدمت فرمانداری ماکو",
        counter="3",
        officer="مریم کریمی",
        phone="044-34221100",
    )
    made = datetime(2026, 11, 21, 7, 30)  # noqa: DTZ001 (local time is meant)
    found = []
    for number in range(COUNT):
        code = make_code(421507, seed * COUNT + number)
        found.append(
            ReceiptContent(
                desk=desk,
                code=code,
                follow_up=f"{chance.randrange(10**6):06d}",
                received=made + timedelta(minutes=number),
                kind=chance.choice(("درخواست", "شکایت", "پیشنهاد")),
                tracking_url=f"https://peygiri.example.ir/t/{code}",
                applicant=Party(
                    name=f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
                    id_label="کد ملی",
                    id_number=f"{chance.randrange(10**9, 10**10)}",
                ),
                service="صدور پروانهٔ ساختمان",
                service_id="10032145000",
                subject=" ".join(chance.sample(_MATTER, 5)),
                papers_received=("تصویر شناسنامه", "کارت ملی"),
                cost="۱٬۲۵۰٬۰۰۰ ریال",
                steps=("بررسی مدارک", "بازدید کارشناس", "صدور نظر"),
                promise=Promise(
                    on=date(2026, 12, 1) + timedelta(days=number % 40),
                    post="رئیس ادارهٔ امور شهری",
                    person="خانم زهرا موسوی",
                    reach="044-34221105 داخلی 12",
                ),
            )
        )
    return found


def prepared(pdf: bytes, qr_text: str) -> _Page:
    """The lines of glyphs and the filled paths of a receipt's first page."""
    stream = pypdf.PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert stream is not None
    operators = stream.get_data().decode("ascii")
    lines: list[_Line] = []
    font, size, x, y = "", 0.0, 0.0, 0.0
    for shown in _SHOWN.finditer(operators):
        if shown["font"]:
            font, size = shown["font"], float(shown["size"])
        elif shown["x"]:
            x, y = float(shown["x"]), float(shown["y"])
        else:
            glyphs = "".join(re.findall("<(.*?)>", shown["body"]))
            lines.append(_Line(font, size, x, y, glyphs))
    paths = [
        (float(right), float(up), float(left), float(bottom), path)
        for right, up, left, bottom, path in _FILLED.findall(operators)
    ]
    return _Page(lines, paths, qr_text)


def floor(page: _Page, embedded: dict[str, Any], makes_codes: bool) -> bytes:
    """A canvas with these glyphs and paths, and nothing to find out."""
    buffer = BytesIO()
    canvas: Any = Canvas(
        buffer, pagesize=(A6.width_mm * MM, 148 * MM), pageCompression=1, invariant=1
    )
    for right, up, left, bottom, ready in page.paths:
        path = qr_symbol(page.qr_text).path if makes_codes and right == up else ready
        canvas._code.append(f"q {right:.6f} 0 0 {up:.6f} {left:.4f} {bottom:.4f} cm {path} f Q")
    canvas._code.append("BT")
    for line in page.lines:
        canvas._code.append(
            f"/{line.font} {line.size:g} Tf 1 0 0 1 {line.x:.2f} {line.y:.2f} Tm "
            f"[<{line.glyphs}>]TJ"
        )
    canvas._code.append("ET")
    fonts = canvas._doc.idToObject["BasicFonts"].dict
    for name, font in embedded.items():
        fonts[name] = add_to(canvas._doc, f"font.{name}", font)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def measure() -> dict[str, str | float | int]:
    """Medians over rounds in milliseconds a receipt, ours and the floor in turns.

    Every round has other visitors, codes and subjects, so that nothing is only remembered.
    """
    rounds = [contents(number) for number in range(ROUNDS + 1)]
    made = [receipt_pdf(one, A6) for one in rounds[0]]
    faces = [shared_font(name) for name in (REGULAR, BOLD)]
    embedded = {font.face.name: embedded_font(font.face, font.program) for font in faces}
    pages = [prepared(pdf, one.tracking_url) for pdf, one in zip(made, rounds[0], strict=True)]
    spent: dict[str, list[float]] = {"ours": [], "floor": [], "codes ready": []}
    gc.collect()
    gc.disable()
    for receipts in rounds[1:]:
        files: set[bytes] = set()
        for figures in spent.values():
            figures.append(0.0)
        for start in range(0, COUNT, TURN):
            begun = time.perf_counter()
            for page in pages[start : start + TURN]:
                floor(page, embedded, makes_codes=False)
            ready = time.perf_counter()
            for page in pages[start : start + TURN]:
                floor(page, embedded, makes_codes=True)
            between = time.perf_counter()
            made = [receipt_pdf(one, A6) for one in receipts[start : start + TURN]]
            after = time.perf_counter()
            spent["codes ready"][-1] += (ready - begun) / COUNT * 1000
            spent["floor"][-1] += (between - ready) / COUNT * 1000
            spent["ours"][-1] += (after - between) / COUNT * 1000
            files.update(made)
        assert len(files) == COUNT
        gc.collect()
    gc.enable()
    ours_ms, floor_ms, ready_ms = (statistics.median(figures) for figures in spent.values())
    return {
        "figure": "one of 300 different receipts",
        "value": round(ours_ms, 3),
        "unit": "ms",
        "floor": round(floor_ms, 3),
        "bound": BOUND,
        "bench": "receipts",
        "ratio": round(ours_ms / floor_ms, 2),
        "floor_ms": round(floor_ms, 3),
        "ours_ms": round(ours_ms, 3),
        "ratio_qr_ready": round(ours_ms / ready_ms, 2),
        "bytes": len(made[0]),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
