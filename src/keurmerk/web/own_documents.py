"""Our own addresses, answered from the rows; no other address is answered here."""

import json
import re
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from keurmerk.awards.models import Award, StatusList
from keurmerk.holding.hosted import hosted_award, hosted_issuer, hosted_version
from keurmerk.institutions.documents import did_document_of
from keurmerk.institutions.models import Institution, SignedDocument
from keurmerk.programmes.documents import Language
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import RegisterIssue
from keurmerk.web.sharing import NotPublic, open_share
from microcredentials import Unreachable, did_web

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class OwnDocuments:
    """A resolver for the checker that never opens a connection."""

    def fetch(self, url: str) -> bytes:
        """The bytes that stand at `url`, if it is one of ours."""
        own = f"{settings.PUBLIC_URL}/"
        if not url.startswith(own):
            raise Unreachable("not_ours")
        for pattern, find in FOUND_AT.items():
            if found := re.fullmatch(pattern, url.removeprefix(own)):
                text = find(*found.groups())
                if text is not None:
                    return text.encode()
        raise Unreachable("not_found")


def _register() -> str | None:
    issue = RegisterIssue.objects.select_related("document").order_by("-sequence").first()
    return _text(issue.document if issue else None)


def _status_list(slug: str, number: str, suspension: str | None) -> str | None:
    lists = StatusList.objects.select_related("revocation", "suspension")
    found = lists.filter(institution__slug=slug, number=int(number)).first()
    if found is None:
        return None
    return _text(found.suspension if suspension else found.revocation)


def _status_note(award: str) -> str | None:
    found = Award.objects.select_related("note").filter(pk=award).first()
    return _text(found.note if found else None)


def _keys(path: str) -> str | None:
    return json.dumps(did_document_of(did_web(settings.PUBLIC_HOST, *path.split("/"))))


def _hosted_award(token: str) -> str | None:
    try:
        document = hosted_award(open_share(token, at=timezone.now()))
    except NotPublic:
        return None
    if "revoked" in document:
        raise Unreachable("gone")
    return json.dumps(document) if document else None


def _hosted_version(language: Language, pk: str) -> str | None:
    published = ProgrammeVersion.objects.published().select_related("programme__institution")
    found = published.filter(pk=pk).first()
    return hosted_version(found, language) if found else None


def _hosted_issuer(language: Language, slug: str) -> str | None:
    found = Institution.objects.filter(slug=slug).first()
    return hosted_issuer(found, language) if found else None


def _text(document: SignedDocument | None) -> str | None:
    return document.text if document else None


FOUND_AT: dict[str, Callable[..., str | None]] = {
    r"register\.json": _register,
    r"status/([a-z0-9_-]+)/([0-9]{1,9})(/suspension)?": _status_list,
    rf"status/note/({UUID})": _status_note,
    r"ob2/m/([A-Za-z0-9_-]{22})": _hosted_award,
    rf"ob2/(nl|en)/v/({UUID})": _hosted_version,
    r"ob2/(nl|en)/issuers/([a-z0-9_-]+)": _hosted_issuer,
    r"(operator|issuers/[a-z0-9_-]+(?:/bodies/[a-z0-9_-]+)?)/did\.json": _keys,
}
