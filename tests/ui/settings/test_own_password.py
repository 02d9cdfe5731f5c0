"""Everybody changes their own password at the open desk."""

from pathlib import Path

from tests.ui.pages.hands import open_desk
from tests.ui.pages.office import PASSWORD
from tests.ui.settings.rooms import section
from ui.settings.own_password import OwnPasswordCard

NEW = "رود سنگ پنجره"


async def test_an_officer_changes_the_own_password(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="officer") as hands:
        hands.frame.open("settings")
        card = await section(hands, "password", OwnPasswordCard)

        async def keep(old: str, new: str, again: str) -> dict[str, str]:
            for name, value in (("old", old), ("password", new), ("password_again", again)):
                card._rows[name].editor.setText(value)  # type: ignore[attr-defined]
            card._keep.click()
            await hands.quiet()
            return {name: row.wrong.code for name, row in card._rows.items() if row.wrong}

        assert await keep("", NEW, "") == {
            "old": "password.empty",
            "password_again": "entrance.password.differs",
        }
        assert await keep("نادرست است", NEW, NEW) == {"old": "password.wrong"}
        assert await keep(PASSWORD, NEW, NEW) == {}
        assert card._old.value() == card._typed.password.value() == ""
        assert await keep(PASSWORD, "دیگری و دیگری", "دیگری و دیگری") == {"old": "password.wrong"}
        hands.desk.unlock(NEW)


async def test_passwords_are_not_kept_when_the_section_goes_out_of_sight(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as hands:
        hands.frame.open("settings")
        card = await section(hands, "password", OwnPasswordCard)
        card._old.setText(PASSWORD)
        hands.frame.open("today")
        hands.frame.open("settings")
        await hands.quiet()
        assert card._old.value() == ""
