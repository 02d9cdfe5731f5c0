"""How many connections the system lets this process hold."""

import sys


def allow_open_files(wanted: int) -> int:
    """Raise the limit of open files towards ``wanted``; what is allowed then, as far as is known.

    Windows has no such limit for sockets; there ``wanted`` is the answer.
    """
    if sys.platform == "win32":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unbounded = resource.RLIM_INFINITY
    if soft == unbounded:
        return wanted
    most = wanted if hard == unbounded else min(wanted, hard)
    if most <= soft:
        return soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError):
        # Some systems have a limit below the one they tell.
        return soft
    return most
