"""How a public document is answered: to everyone, without cookies, with a tag to ask again by."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

A_YEAR = 365 * 24 * 60 * 60
FIVE_MINUTES = 300
NEVER_CHANGES = {A_YEAR: {"immutable": True}}


def public_document(
    request: HttpRequest,
    data: bytes | str,
    content_type: str,
    *,
    max_age: int = FIVE_MINUTES,
) -> HttpResponseBase:
    """Answer with exactly these bytes, or with “not modified” to who already has them."""
    body = data.encode() if isinstance(data, str) else data
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=max_age, **NEVER_CHANGES.get(max_age, {}))
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
