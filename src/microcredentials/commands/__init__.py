"""What the command line does, one module per kind of work; each returns an exit code."""

GENUINE, NOT_GENUINE, COULD_NOT_CHECK, USAGE = 0, 1, 2, 64

# Of many files the gravest counts: one that is not genuine is told whatever else went wrong.
GRAVEST_FIRST = (NOT_GENUINE, USAGE, COULD_NOT_CHECK, GENUINE)


def gravest(codes: set[int]) -> int:
    """Return the one exit code of many files."""
    return next((code for code in GRAVEST_FIRST if code in codes), USAGE)
