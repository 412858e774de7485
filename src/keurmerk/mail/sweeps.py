"""Send what is in the outbox: one address's trouble never holds up another's message."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction

from keurmerk.mail.models import Message, MessageState

BATCH = 100
MAX_ATTEMPTS = 10
# Longer than a mail server takes to answer, so that no other worker takes the same message.
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)


def send_messages(*, at: datetime) -> int:
    """Try up to 100 messages that are due; return how many were sent."""
    due = list(Message.objects.to_be_sent(at).values_list("pk", flat=True)[:BATCH])
    return sum(_attempt(pk, at) for pk in due)


def _attempt(pk: int, at: datetime) -> bool:
    """Send one message. The claim is committed before the mail server is asked anything."""
    message = _claim(pk, at)
    if message is None:
        return False
    try:
        EmailMessage(message.subject, message.body, to=[message.to]).send()
    except (OSError, ValueError) as error:
        # The kind of error only: its text may quote the address.
        _note_failure(message, type(error).__name__)
        return False
    Message.objects.filter(pk=pk).update(state=MessageState.SENT, sent_at=at, problem="")
    return True


@transaction.atomic
def _claim(pk: int, at: datetime) -> Message | None:
    """Count the attempt and put the next one off, so that a crash does not repeat it at once."""
    message = (
        Message.objects.to_be_sent(at).select_for_update(skip_locked=True).filter(pk=pk).first()
    )
    if message is None:
        return None
    message.attempts += 1
    message.not_before = at + min(FIRST_WAIT * 2 ** (message.attempts - 1), LONGEST_WAIT)
    message.save(update_fields=["attempts", "not_before"])
    return message


def _note_failure(message: Message, problem: str) -> None:
    dead = message.attempts >= MAX_ATTEMPTS
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.DEAD if dead else MessageState.QUEUED, problem=problem
    )
