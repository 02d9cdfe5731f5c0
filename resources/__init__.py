"""Files the program ships: fonts, icons, texts, forms, catalogues."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def shipped(name: str) -> Traversable:
    """The shipped file or folder at a path below this package, such as ``fonts/OFL.txt``."""
    return files(__name__).joinpath(name)
