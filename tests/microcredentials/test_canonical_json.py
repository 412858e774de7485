import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from microcredentials.canonical_json import canonical_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(-1000, 1000, places=1).map(float)
    | st.text(),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
    max_leaves=20,
)


@given(VALUES)
def test_it_writes_what_the_slow_writer_writes(value):
    assert canonical_json(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, 10**30, float("nan"), float("inf")])
def test_a_number_without_a_form_is_refused(value):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_json({"number": value})


def test_half_a_character_is_refused_in_the_words_of_the_slow_writer():
    with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
        canonical_json(["\ud800"])


def test_what_is_no_json_is_refused():
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_json({"when": object()})
