"""The full-text index: contentless, so that no text is stored twice.

``detail=none`` and prefixes of two to six letters keep every prefix a single list of rows, read
from its newest end.
"""

from typing import Final

CREATE_WORDS: Final = (
    "CREATE VIRTUAL TABLE request_words USING fts5(t, content='', contentless_delete=1, "
    "detail=none, tokenize='unicode61 remove_diacritics 0', prefix='2 3 4 5 6')",
    # A page of the index then fits into a page of the file, which loses 80 bytes to encryption.
    "INSERT INTO request_words(request_words, rank) VALUES('pgsz', 3900)",
    # Merging is idle work; a save never pays for it.
    "INSERT INTO request_words(request_words, rank) VALUES('automerge', 0)",
    "INSERT INTO request_words(request_words, rank) VALUES('crisismerge', 64)",
)
"""The statements that make the index; its rowid is ``request.n``."""

DROP_WORDS: Final = "DROP TABLE IF EXISTS request_words"
