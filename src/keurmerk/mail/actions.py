"""Put an e-mail in the outbox; the worker sends it."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.template import Context
from django.template.engine import Engine
from django.utils.translation import override

from keurmerk.audit.wake import wake_on_commit
from keurmerk.mail.models import Message

SUBJECT_LENGTH = 200


def queue_message(
    *,
    template: str,
    to: str,
    language: str,
    key: str,
    at: datetime,
    context: Mapping[str, object],
) -> None:
    """Queue the text of `mail/<template>.txt` for `to`, once per `key`.

    The first line of the template is the subject.
    """
    with override(language):
        subject, _, body = render(template, context).partition("\n")
        foot = render("foot", {})
    _message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "language": language,
            "subject": subject.strip()[:SUBJECT_LENGTH],
            "body": f"{body.strip()}\n\n{foot.strip()}\n",
            "created_at": at,
            "not_before": at,
        },
    )
    if is_new:
        wake_on_commit()


def render(template: str, context: Mapping[str, object]) -> str:
    """The text of a mail as it stands in its template: no HTML, so nothing to escape."""
    found = Engine.get_default().get_template(f"mail/{template}.txt")
    values = {"public_url": settings.PUBLIC_URL, **context}
    return str(found.render(Context(values, autoescape=False))).lstrip()
