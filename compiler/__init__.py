"""From records to a release: facts, corrections, templates, lint, the release shelf, the diff."""
