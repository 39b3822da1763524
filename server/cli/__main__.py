"""python -m server.cli: the same as `sitebrief`."""

from server.cli import main

main(prog_name="sitebrief")
