"""A version as the document that every award of it carries, and the proof that it is unchanged."""

from decimal import Decimal
from typing import Literal

from django.conf import settings

from keurmerk.institutions.documents import framework_id, institution_did
from keurmerk.programmes.models import ProgrammeVersion
from microcredentials import (
    Achievement,
    Assessment,
    AssessmentForm,
    Framework,
    Kind,
    Participation,
    Supervision,
    content_bytes,
    content_digest,
    version_hash,
)

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, Language] = ("nl", "en")


def version_url(version: ProgrammeVersion) -> str:
    """The address that names this version for ever; it comes from the id, never from the text."""
    return f"{settings.PUBLIC_URL}/v/{version.pk}"


def content_url(version: ProgrammeVersion, language: str) -> str:
    return f"{version_url(version)}/content.{language}.json"


def achievement(version: ProgrammeVersion, language: Language) -> Achievement:
    """Return the version in one language; its mandatory fields are filled."""
    url = version_url(version)
    programme = version.programme

    def text(field: str) -> str:
        return str(getattr(version, f"{field}_{language}"))

    return Achievement(
        id=url,
        kind=Kind(programme.kind),
        language=language,
        other_languages=tuple(
            (other, content_url(version, other)) for other in LANGUAGES if other != language
        ),
        name=text("title"),
        description=text("description"),
        version=str(version.number),
        code=programme.code,
        outcomes=_outcomes(version, language),
        ects=version.ects or Decimal(0),
        hours=version.hours or 0,
        eqf_level=version.eqf_level or 0,
        nlqf_level=version.nlqf_level,
        level_reason=text("level_reason"),
        assessments=_assessments(version, language),
        participation=Participation(version.participation),
        prerequisites=text("prerequisites"),
        target_group=text("target_group"),
        teaching_language=version.teaching_language,
        stackable=bool(version.stackable),
        stackability=text("stackability"),
        accredited_programme=bool(version.accredited_programme),
        fee="" if version.fee is None else f"EUR {version.fee:.2f}",
        isced_f=version.isced_f,
        framework=_framework(version, text("framework_name")),
        creator=institution_did(programme.institution),
        criteria_url=f"{url}#criteria",
        image_url=f"{url}/image.png",
    )


def _framework(version: ProgrammeVersion, name: str) -> Framework | None:
    if not version.framework:
        return None
    return Framework(id=framework_id(version.framework), name=name)


def _outcomes(version: ProgrammeVersion, language: Language) -> tuple[str, ...]:
    return tuple(getattr(outcome, f"text_{language}") for outcome in version.outcomes.all())


def _assessments(version: ProgrammeVersion, language: Language) -> tuple[Assessment, ...]:
    numbers = {outcome.pk: number for number, outcome in enumerate(version.outcomes.all(), 1)}
    return tuple(
        Assessment(
            form=AssessmentForm(part.form),
            supervision=Supervision(part.supervision),
            identity_check=part.identity_check,
            description=getattr(part, f"description_{language}"),
            outcomes=tuple(sorted(numbers[outcome.pk] for outcome in part.outcomes.all())),
        )
        for part in version.assessments.prefetch_related("outcomes")
    )


def frozen_content(version: ProgrammeVersion) -> dict[str, str]:
    """Return the fields that freeze a version: its bytes and digests per language, and its hash."""
    fields: dict[str, str] = {}
    digests: dict[str, str] = {}
    for language in LANGUAGES:
        rendered = achievement(version, language)
        fields[f"content_{language}"] = content_bytes(rendered).decode()
        fields[f"digest_{language}"] = digests[language] = content_digest(rendered)
    return {**fields, "version_hash": version_hash(digests).hex()}


def content_intact(version: ProgrammeVersion) -> bool:
    """Say whether the record says what was frozen; finds edits made in the database itself."""
    stored = ProgrammeVersion.objects.select_related("programme__institution").get(pk=version.pk)
    if not stored.version_hash:
        return False
    try:
        frozen = frozen_content(stored)
    except (KeyError, ValueError):  # a value or an outcome that is not of this version
        return False
    return all(getattr(stored, field) == value for field, value in frozen.items())
