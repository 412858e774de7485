"""The certificate of an award: what a person prints, with the signed file attached to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from keurmerk.awards.documents import name_of, title_of
from keurmerk.awards.models import Award
from keurmerk.errors import Refused
from keurmerk.holding.bundle import copies_of
from keurmerk.holding.documents import signed_text
from keurmerk.institutions.documents import operator_fingerprint, operator_party
from keurmerk.programmes.documents import LANGUAGES, Language, achievement
from keurmerk.programmes.models import Kind
from keurmerk.quality.models import MarkDecision
from microcredentials import InvalidDocument
from microcredentials.carriers.page import Page, PrintedMark
from microcredentials.carriers.pdf import certificate


@dataclass(frozen=True, slots=True)
class Said:
    """What a certificate says that is written for the day: the verdict, and the result."""

    verdict: str
    result: str


def certificate_pdf(award: Award, *, address: str, said: Mapping[Language, Said]) -> bytes:
    """The certificate in two languages, that of the award first; its code leads to `address`."""
    languages = sorted(LANGUAGES, key=lambda language: language != award.language)
    pages = [_page(award, language, address, said[language]) for language in languages]
    try:
        return certificate(signed_text(award), pages, copies=copies_of(award))
    except InvalidDocument as error:
        message = _("This certificate cannot be printed: a text in it has letters that we lack.")
        raise Refused(message) from error


def _page(award: Award, language: Language, address: str, said: Said) -> Page:
    version = award.version
    content = achievement(version, language)
    fingerprint = operator_fingerprint()
    with_mark = version.programme.kind == Kind.MICROCREDENTIAL
    return Page(
        language=language,
        kind=content.kind,
        institution=name_of(version.programme.institution, language),
        unit=name_of(version.programme.unit, language),
        title=title_of(version, language),
        learner=award.name,
        awarded_on=award.awarded_on,
        outcomes=content.outcomes,
        ects=content.ects,
        hours=content.hours,
        eqf_level=content.eqf_level,
        nlqf_level=content.nlqf_level,
        assessments=content.assessments,
        participation=content.participation,
        teaching_language=content.teaching_language,
        mark=_mark(award.decision, language) if award.decision else None,
        version_hash=bytes.fromhex(version.version_hash) if with_mark else b"",
        address=address,
        verdict=said.verdict,
        result=said.result,
        operator=operator_party(language).name,
        fingerprint=str(fingerprint or ""),
    )


def _mark(decision: MarkDecision, language: Language) -> PrintedMark:
    return PrintedMark(
        body=name_of(decision.body, language),
        decision_number=decision.number,
        decided_on=decision.decided_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),
    )
