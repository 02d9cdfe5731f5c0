"""Arguments, the environment and names of files are UTF-8, whatever the locale says."""

import os
import sys


def require_utf8() -> None:
    """Start the program anew in UTF-8 where the locale named another encoding.

    In any other a Persian argument arrives as other letters, and a password as another password.
    Windows gives arguments, the environment and names of files as Unicode in any locale.
    """
    if sys.getfilesystemencoding() != "utf-8":
        module = sys.modules["__main__"].__spec__
        program = ["-m", module.name.removesuffix(".__main__")] if module else [sys.argv[0]]
        command = [sys.executable, "-X", "utf8", *program, *sys.argv[1:]]
        os.execv(sys.executable, command)  # noqa: S606
