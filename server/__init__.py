"""Everything that runs: settings, the rebuild, sessions, tools, routes, worker and the command line."""
