"""The one way out: fetch a public document from another site, for a check that somebody asked for.

Whoever hands in a file chooses the addresses in it, so none of them is trusted: `addresses` says
which may be asked for, `connecting` opens a connection to an address that was checked and to no
other, `outside` counts what one check may cost, `keeping` remembers answers for five minutes.
"""
