"""A result in words, on the holder's page and on the one that is shared."""

import re

from django.utils.translation import gettext as _

from keurmerk.awards.models import Award
from keurmerk.web.templatetags.keurmerk_tags import decimal

NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?")


def result_words(award: Award) -> str:
    """The result, with the pass mark beside it if there is one: 7,5 (cesuur 5,5)."""
    if award.result and award.pass_mark:
        values = {"result": _shown(award.result), "pass_mark": _shown(award.pass_mark)}
        return _("%(result)s (pass mark %(pass_mark)s)") % values
    return _shown(award.result)


def _shown(result: str) -> str:
    """A number as the language of the page writes it; “passed” as it stands."""
    return decimal(result.replace(",", ".")) if NUMBER.fullmatch(result) else result
