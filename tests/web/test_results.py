import pytest
from django.utils.translation import override

from keurmerk.awards.models import Award
from keurmerk.web.results import result_words


@pytest.mark.parametrize(
    ("result", "pass_mark", "dutch", "english"),
    [
        ("7.5", "5.5", "7,5 (cesuur 5,5)", "7.5 (pass mark 5.5)"),
        ("8,0", "5,5", "8 (cesuur 5,5)", "8 (pass mark 5.5)"),
        ("voldaan", "", "voldaan", "voldaan"),
        ("", "5.5", "", ""),
    ],
)
def test_a_result_is_written_as_the_language_of_the_page_does(result, pass_mark, dutch, english):
    award = Award(result=result, pass_mark=pass_mark)

    with override("nl"):
        assert result_words(award) == dutch
    with override("en"):
        assert result_words(award) == english
