"""From the site to records: fetching, cleaning, blocks, extractors, merge."""
