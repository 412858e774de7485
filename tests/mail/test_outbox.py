import datetime as dt
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend

from keurmerk.audit.wake import wake
from keurmerk.mail.actions import queue_message
from keurmerk.mail.models import Message, MessageState
from keurmerk.mail.sweeps import MAX_ATTEMPTS, _attempt, send_messages
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=30)


def queue(key="code.1", to="ada@work.example", **changes):
    defaults = {"template": "login_code", "language": "en", "at": NOW, "context": {"code": "A<7"}}
    queue_message(key=key, to=to, **defaults | changes)


class FailsFor(EmailBackend):
    """A mail server that knows all addresses but one."""

    address = "gone@work.example"
    error = smtplib.SMTPRecipientsRefused({})

    def send_messages(self, messages):
        if any(self.address in message.to for message in messages):
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def one_address_fails(settings):
    settings.EMAIL_BACKEND = f"{__name__}.FailsFor"


def test_the_first_line_of_the_template_is_the_subject():
    queue()

    message = Message.objects.get()
    assert str(message) == "Your code for Keurmerk: A<7"
    assert message.body.startswith("Type this code")
    assert "\nA<7\n" in message.body
    assert message.body.endswith("never send attachments.\n")


def test_one_occasion_is_one_message(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        queue()
        queue()

    assert Message.objects.count() == 1
    assert callbacks == [wake]


def test_a_queued_message_is_sent_once(mailoutbox):
    queue()

    assert send_messages(at=NOW) == 1
    assert send_messages(at=LATER) == 0

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["ada@work.example"], "Your code for Keurmerk: A<7")
    ]
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.attempts) == (MessageState.SENT, NOW, 1)


def test_a_message_waits_for_its_time(mailoutbox):
    queue(at=LATER)

    assert send_messages(at=NOW) == 0
    assert mailoutbox == []


def test_one_bad_address_does_not_hold_up_the_others(one_address_fails, mailoutbox):
    queue(key="1", to="gone@work.example")
    queue(key="2")

    assert send_messages(at=NOW) == 1

    assert [mail.to for mail in mailoutbox] == [["ada@work.example"]]
    failed = Message.objects.get(key="1")
    assert (failed.state, failed.problem) == (MessageState.QUEUED, "SMTPRecipientsRefused")


def test_each_failure_makes_the_wait_twice_as_long_and_the_tenth_is_the_last(one_address_fails):
    queue(to="gone@work.example")
    at, waits = NOW, []

    for _turn in range(MAX_ATTEMPTS):
        send_messages(at=at)
        message = Message.objects.get()
        waits.append((message.not_before - at).total_seconds() / 60)
        at = message.not_before

    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert message.state == MessageState.DEAD
    assert send_messages(at=LATER) == 0


def test_an_address_that_would_slip_in_a_header_is_a_failure_too():
    queue(to="ada@work.example\nBcc: all@work.example")

    assert send_messages(at=NOW) == 0
    assert Message.objects.get().attempts == 1


def test_a_message_that_another_worker_took_first_is_left_alone(mailoutbox):
    queue()
    pk = Message.objects.get().pk
    send_messages(at=NOW)

    assert not _attempt(pk, NOW)

    assert len(mailoutbox) == 1
