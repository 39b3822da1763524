"""A local Realtime peer: answers as the vendor publishes it, with no key and no network.

It is code that we ship: `sitebrief demo` and the tests talk to it over HTTP as they would to the
vendor.
"""
