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
from microcredentials.carriers import png, svg
from microcredentials.rosette import plain_seal, rosette, rosette_png

LINKEDIN = "https://www.linkedin.com/profile/add"
PICTURE_SIZE = 600
# The colours of tokens.css, for a picture that leaves the house.
SEAL, BLUE = "#8b2540", "#17375e"
INK = (SEAL, BLUE)


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
    return png.bake(rosette_png(_drawn(award), PICTURE_SIZE), signed_text(award))


def baked_svg(award: Award) -> bytes:
    """The same picture as a drawing, sharp at any size."""
    drawn, text = _drawn(award), signed_text(award)
    picture = rosette(drawn, PICTURE_SIZE, ink=INK) if drawn else plain_seal(PICTURE_SIZE, ink=BLUE)
    return svg.bake(picture.encode(), text)


def signed_text(award: Award) -> str:
    """The signed document, byte for byte; there is none while it is being signed."""
    if award.document is None:
        raise Http404
    return award.document.text


def _drawn(award: Award) -> bytes | None:
    version = award.version
    with_mark = version.programme.kind == Kind.MICROCREDENTIAL
    return bytes.fromhex(version.version_hash) if with_mark else None
