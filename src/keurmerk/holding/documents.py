"""What a holder takes along: the link to collect, the address for LinkedIn, the picture."""

from urllib.parse import quote, urlencode
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404

from keurmerk.awards.documents import CLAIM_SALT, name_of, title_of
from keurmerk.awards.models import Award
from keurmerk.holding.models import Share
from keurmerk.programmes.models import Kind
from microcredentials.carriers.png import bake
from microcredentials.rosette import rosette_png

LINKEDIN = "https://www.linkedin.com/profile/add"
PICTURE_SIZE = 600


def award_of_token(token: str) -> Award:
    """The award that a link opens; whatever is not such a link opens nothing."""
    try:
        pk = UUID(Signer(salt=CLAIM_SALT).unsign(token))
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    award = Award.objects.select_related("version__programme__institution").filter(pk=pk).first()
    if award is None:
        raise Http404
    return award


def share_address(share: Share) -> str:
    return f"{settings.PUBLIC_URL}/m/{share.token}"


def linkedin_address(share: Share) -> str:
    """Where LinkedIn offers to add this to a profile: no name, no address, no result in it."""
    award = share.award
    institution = award.version.programme.institution
    organisation = (
        {"organizationId": institution.linkedin_organization_id}
        if institution.linkedin_organization_id
        else {"organizationName": name_of(institution, award.language)}
    )
    values = {
        "startTask": "CERTIFICATION_NAME",
        "name": title_of(award.version, award.language),
        **organisation,
        "issueYear": award.awarded_on.year,
        "issueMonth": award.awarded_on.month,
        "certUrl": share_address(share),
        "certId": award.pk,
    }
    return f"{LINKEDIN}?{urlencode(values, quote_via=quote, safe='')}"


def baked_png(award: Award) -> bytes:
    """The rosette of the version, or the plain seal of an edubadge, with the signed text inside."""
    if award.document is None:
        raise Http404
    version = award.version
    with_mark = version.programme.kind == Kind.MICROCREDENTIAL
    drawn = bytes.fromhex(version.version_hash) if with_mark else None
    return bake(rosette_png(drawn, PICTURE_SIZE), award.document.text)
