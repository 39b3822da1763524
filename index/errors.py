"""What can go wrong between records and answers.

IndexingError
├── EmbeddingError      vectors could not be had, or have the wrong size
└── DamagedIndexError        a release's index or lexical folder cannot be read
"""

from __future__ import annotations


class IndexingError(Exception):
    """Base of every error of this package; the message names the thing and the next step."""


class EmbeddingError(IndexingError):
    """Vectors could not be had, or do not fit the index."""


class DamagedIndexError(IndexingError):
    """Files of an index are missing or unreadable; they are rebuilt from chunks.jsonl."""
