import doctest

import microcredentials


def test_the_tutorial_does_what_it_says():
    tried = doctest.testmod(microcredentials, optionflags=doctest.NORMALIZE_WHITESPACE)

    assert tried.failed == 0
    assert tried.attempted > 20
