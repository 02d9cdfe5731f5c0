"""The page as an administrator puts it up: its address, certificate, names and form."""

import json
import ssl
from pathlib import Path

import httpx
import pytest
import trustme

from central.cli.console import Misuse, say_here
from central.cli.visitors import SURVEY_FILE, Visitors
from central.folder import Folder
from central.public.survey import own_survey, shipped_survey
from central.running import Centre
from central.web.server import Listen
from desk_app.records.errors import DataDamaged
from tests.centres import Headquarters, lite_url

HERE = ("127.0.0.1", 0)
NAME = "peygiri.example.ir"
FORM = {
    "key": "ours-1",
    "items": [{"key": "speed", "words": {"fa": "سرعت", "en": "Speed"}}],
    "grades": [{"value": 1, "words": {"fa": "خوب", "en": "Good"}}],
}


@pytest.mark.parametrize(("visitors", "sentence"), [
    (Visitors(HERE, Path("page.pem"), None, ()), "public.cert_and_key"),
    (Visitors(None, None, None, (NAME,)), "public.needs_listen"),
    (Visitors(("192.0.2.7", 443), None, None, ()), "public.needs_cert"),
])  # fmt: skip
def test_what_does_not_go_together_is_refused(visitors: Visitors, sentence: str) -> None:
    with pytest.raises(Misuse) as refused:
        visitors.check()
    assert refused.value.format_message() == say_here(sentence)


def test_the_page_is_served_under_its_own_certificate_and_name(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert(NAME)
    cert, key = tmp_path / "page.pem", tmp_path / "page.key"
    issued.private_key_pem.write_to_path(key)
    for part in issued.cert_chain_pems:
        part.write_to_path(cert, append=True)
    context = ssl.create_default_context()
    authority.configure_trust(context)
    centre = Headquarters(lite_url(tmp_path))
    (tmp_path / SURVEY_FILE).write_text(json.dumps(FORM), encoding="utf-8")
    visitors = Visitors(HERE, cert, key, (NAME.upper(),))
    visitors.check()
    served = Centre(centre.database, Listen())
    with served, visitors.page(centre.database, Folder(tmp_path), served) as page:
        assert page is not None
        assert page.url.startswith("https://")
        with httpx.Client(verify=context, trust_env=False, base_url=page.url) as client:
            named = {"extensions": {"sni_hostname": NAME}}
            shown = client.get("/en", headers={"host": NAME}, **named)  # type: ignore[arg-type]
            other = client.get("/en", headers={"host": "elsewhere.ir"}, **named)  # type: ignore[arg-type]
    centre.close()
    assert (shown.status_code, other.status_code, other.text) == (200, 421, "")
    assert shown.headers["strict-transport-security"].startswith("max-age=")
    assert 'path="/en"' in served.metrics.text()


def test_without_an_address_there_is_no_page(tmp_path: Path) -> None:
    centre = Headquarters(lite_url(tmp_path))
    visitors = Visitors(None, None, None, ())
    visitors.check()
    served = Centre(centre.database, Listen())
    with served, visitors.page(centre.database, Folder(tmp_path), served) as page:
        assert page is None
    centre.close()


def test_an_agency_has_a_form_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / SURVEY_FILE
    file.write_text(json.dumps(FORM), encoding="utf-8")
    assert own_survey(file).key == "ours-1"
    assert len(shipped_survey().items) <= 12
    many = [{"key": str(at), "words": {"fa": "ف", "en": "e"}} for at in range(13)]
    for broken in (
        "{", "[]", json.dumps({**FORM, "items": []}), json.dumps({**FORM, "key": ""}),
        json.dumps({**FORM, "items": many}),
        json.dumps({**FORM, "grades": [{"value": 1, "words": {"fa": "خوب"}}]}),
    ):  # fmt: skip
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(DataDamaged, match=r"public\.survey_file"):
            own_survey(file)
    with pytest.raises(DataDamaged):
        own_survey(tmp_path / "none.json")
