"""Everything that runs: settings, the rebuild, sessions, tools, routes, worker, command line."""
