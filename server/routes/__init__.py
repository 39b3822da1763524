"""The HTTP views: each parses, makes one call and replies."""
