"""From records to hybrid search: chunks, embedders, Chroma, BM25, fusion."""
