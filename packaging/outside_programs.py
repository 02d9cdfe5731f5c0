"""Runs first in a frozen desk: programs it starts, such as ``lp``, get their own libraries.

The starter points the loader at the desk's folder, and children would inherit that.
"""

import os

_theirs = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _theirs is not None:
    os.environ["LD_LIBRARY_PATH"] = _theirs
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
