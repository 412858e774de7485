"""The same award for backpacks that know nothing newer than Open Badges 2.0.

Nothing in it is signed: it counts because it stands at our address. It confirms the holder's
e-mail address to whoever guesses it, so the file of a person stands under a share that shows the
full name, and nowhere else; the issuer and the version are public.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import override

from keurmerk.awards.documents import microcredential
from keurmerk.awards.models import ReasonClass
from keurmerk.awards.states import ENDED, AwardState
from keurmerk.holding.models import Share, ShareName
from keurmerk.institutions.documents import party
from keurmerk.institutions.models import Institution
from keurmerk.programmes.documents import Language, achievement, version_url
from keurmerk.programmes.models import ProgrammeVersion
from microcredentials import InvalidDocument
from microcredentials.formats import open_badge_2


def hosted_issuer(institution: Institution, language: Language) -> str:
    """An institution at its address; nothing for one without web or e-mail address."""
    address = issuer_address(institution, language)
    try:
        return _text(open_badge_2.issuer(party(institution, language), address=address))
    except InvalidDocument:
        return ""


def hosted_version(version: ProgrammeVersion, language: Language) -> str:
    """A version in one language at its address."""
    return _text(
        open_badge_2.of_version(
            achievement(version, language),
            address=version_address(version, language),
            issuer=issuer_address(version.programme.institution, language),
            open_badge_3=version_url(version),
        )
    )


def hosted_award(share: Share) -> Mapping[str, Any]:
    """What stands at the address of a share, with `revoked` in it once the award has ended.

    Nothing where the full name is not shown, and nothing while the award is suspended: these
    files know no suspension, and would read as valid.
    """
    award, address = share.award, hosted_address(share)
    if share.show_name != ShareName.FULL or award.state == AwardState.SUSPENDED:
        return {}
    if award.state in ENDED:
        return open_badge_2.revoked(address=address, reason=_reason(award.reason_class))
    language: Language = "en" if award.language == "en" else "nl"
    document = microcredential(award)
    return open_badge_2.of_award(
        document if share.show_result else replace(document, result=None),
        address=address,
        badge=version_address(award.version, language),
    )


def issuer_address(institution: Institution, language: Language) -> str:
    return f"{settings.PUBLIC_URL}/ob2/{language}/issuers/{institution.slug}"


def version_address(version: ProgrammeVersion, language: Language) -> str:
    return f"{settings.PUBLIC_URL}/ob2/{language}/v/{version.pk}"


def hosted_address(share: Share) -> str:
    return f"{settings.PUBLIC_URL}/ob2/m/{share.token}"


def _reason(code: str) -> str:
    with override("en"):
        return str(ReasonClass(code).label) if code else ""


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
