"""A way in that tells which demonstration office it made."""

from collections.abc import Callable

from desk_app.ports.desk import Demonstration, Desk, Entrance, Found, Founded, GoOn, SetUp


class WatchedEntrance:
    """Implements ``ports.desk.Entrance`` over another one."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance
        self.hear: Callable[[Demonstration], object] = lambda _: None

    def look(self) -> Found:
        """What lies in the data folder."""
        return self._entrance.look()

    def set_up(self, wishes: SetUp) -> Founded:
        """Make the book."""
        return self._entrance.set_up(wishes)

    def sign_in(self, user: str, password: str) -> Desk:
        """Open the book."""
        return self._entrance.sign_in(user, password)

    def admits(self, user: str, password: str) -> None:
        """Whether the password is right."""
        self._entrance.admits(user, password)

    def give_password(self, giver: str, password: str, user: str) -> str:
        """A temporary password for another officer."""
        return self._entrance.give_password(giver, password, user)

    def recover(self, user: str, secret: str, new_password: str) -> Founded:
        """Open the book with the recovery key or a number."""
        return self._entrance.recover(user, secret, new_password)

    def go_on(self, user: str, password: str, wishes: GoOn) -> Desk:
        """Open the book in a new log."""
        return self._entrance.go_on(user, password, wishes)

    def demonstration(self) -> Demonstration:
        """Make the demonstration and tell of it."""
        made = self._entrance.demonstration()
        self.hear(made)
        return made

    def close(self) -> None:
        """End what the way in keeps running."""
        self._entrance.close()
