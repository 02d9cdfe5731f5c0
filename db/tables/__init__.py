"""The tables of the book: the ledger that is kept, and what is computed from it.

``metadata`` holds all of them but the full-text index, which SQLAlchemy does not describe.
"""

from db.tables import ledger, projection, scans
from db.tables.shape import metadata
from db.tables.words import CREATE_WORDS, DROP_WORDS

__all__ = ["CREATE_WORDS", "DROP_WORDS", "ledger", "metadata", "projection", "scans"]
