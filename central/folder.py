"""The centre's folder: its database unless one is named, its certificates, how it is reached."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import platformdirs
from sqlalchemy.engine import URL

from central.store.database import Database
from desk_app.records.errors import DataDamaged, MachineFault

_FILE: Final = "central.json"
_DATABASE: Final = "central.db"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What one command tells the next: the database in use and what desks must pin."""

    database: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """One centre's folder on disk; made when it is first written to."""

    path: Path

    def settings(self) -> Settings:
        """The settings as last kept; DataDamaged ``central.settings`` when they do not read."""
        try:
            return msgspec.json.decode((self.path / _FILE).read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataDamaged("central.settings") from error

    def keep(self, settings: Settings) -> None:
        """Keep the settings, whole or not at all; readable by this user only."""
        if settings == self.settings() and (self.path / _FILE).exists():
            return
        self._make()
        handle, name = tempfile.mkstemp(dir=self.path, prefix=_FILE)
        with os.fdopen(handle, "wb") as out:
            out.write(msgspec.json.encode(settings))
        Path(name).replace(self.path / _FILE)

    def open_database(self, url: str = "") -> Database:
        """The database named now, or the one in use, or SQLite in this folder.

        A database that is named is remembered for the commands that follow.
        """
        settings = self.settings()
        self._make()
        chosen = url or settings.database
        database = Database(chosen or self.own_database)
        if url:
            self.keep(msgspec.structs.replace(settings, database=url))
        return database

    def holds_database(self) -> bool:
        """Whether there is a database here already, or one is named."""
        return bool(self.settings().database) or (self.path / _DATABASE).exists()

    @property
    def certificates(self) -> Path:
        """Where the centre's own certificates lie."""
        return self.path / "tls"

    @property
    def scans(self) -> Path:
        """Where the files of scans lie; made when the first comes."""
        return self.path / "scans"

    @property
    def own_database(self) -> str:
        """The address of the SQLite database in this folder."""
        url = URL.create("sqlite", database=str(self.path / _DATABASE))
        return url.render_as_string(hide_password=False)

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MachineFault("central.folder") from error


def usual_folder() -> Path:
    """The platform's folder for the centre's data."""
    return Path(platformdirs.user_data_dir("mizban-central", appauthor=False))
