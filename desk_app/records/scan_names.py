"""The names of scans: keyed hashes that tell nothing, and the names of their previews."""

import re
from hashlib import sha256
from typing import Final

_NAME: Final = re.compile("[0-9a-f]{40}")


def is_scan_name(text: str) -> bool:
    """Whether a text can name a scan: 40 hexadecimal digits in lower case and nothing else."""
    return _NAME.fullmatch(text) is not None


def preview_name(scan: str) -> str:
    """The name under which the small picture of a scan travels, known to whoever knows the scan."""
    return sha256(b"mizban preview|" + scan.encode()).hexdigest()[:40]
