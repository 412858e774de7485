"""One file with an award and all that is needed to check it when every site is gone."""

from django.conf import settings

from keurmerk.awards.documents import status_urls
from keurmerk.awards.models import Award
from keurmerk.holding.documents import signed_text
from keurmerk.institutions.documents import operator_did, trust
from keurmerk.quality.models import RegisterIssue
from microcredentials import register_url, write_trust
from microcredentials.carriers.bundle import bundle
from microcredentials.carriers.checker import checker_page


def copies_of(award: Award) -> dict[str, str]:
    """The signed documents that a check of this award asks for, by address, as they are now."""
    revocation, suspension = status_urls(award.status_list)
    documents = {
        revocation: award.status_list.revocation,
        suspension: award.status_list.suspension,
        f"{settings.PUBLIC_URL}/status/note/{award.pk}": award.note,
    }
    found = {address: document.text for address, document in documents.items() if document}
    return _register() | found


def award_bundle(award: Award) -> bytes:
    """The award, what its check needs, and a page that checks it in a browser without network."""
    return bundle(signed_text(award), copies=copies_of(award), trust=write_trust(trust()))


def independent_checker() -> str:
    """The same page by itself: its key comes from us, and not from the file that it checks."""
    return checker_page(write_trust(trust()), copies=_register(), own=False)


def _register() -> dict[str, str]:
    issue = RegisterIssue.objects.select_related("document").order_by("-sequence").first()
    return {register_url(operator_did()): issue.document.text} if issue else {}
