from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from keurmerk.audit.freezing import thaw
from keurmerk.audit.models import ChainHead, Event
from keurmerk.audit.sweeps import chain_events, check_chain
from keurmerk.audit.transitions import record
from tests.conftest import NOW
from tests.factories import InstitutionFactory, SignedDocumentFactory, UserFactory

pytestmark = pytest.mark.django_db


def events(number):
    institution, user = InstitutionFactory(), UserFactory()
    for turn in range(number):
        record("changed", institution, by=user, at=NOW, turn=turn)


def test_every_event_gets_its_number_and_its_link():
    events(3)

    assert chain_events() == 3

    assert list(Event.objects.order_by("pk").values_list("sequence", flat=True)) == [1, 2, 3]
    assert check_chain() is None


def test_a_second_sweep_goes_on_where_the_first_ended():
    events(2)
    chain_events()
    first = list(Event.objects.order_by("pk").values_list("chain", flat=True))
    events(1)

    assert chain_events() == 1
    assert chain_events() == 0

    chained = list(Event.objects.order_by("sequence").values_list("chain", flat=True))
    assert chained[:2] == first
    assert check_chain() is None


def test_an_installation_without_events_has_a_whole_chain():
    assert check_chain() is None


def test_an_event_changed_behind_our_back_is_found():
    events(3)
    chain_events()
    thaw(connection, "audit_event")
    Event.objects.filter(sequence=2).update(verb="something.else")

    assert check_chain() == 2


def test_a_removed_event_is_found():
    events(3)
    chain_events()
    thaw(connection, "audit_event")
    Event.objects.filter(sequence=2).delete()

    assert check_chain() == 2


def test_removing_the_last_events_is_found_too():
    events(3)
    chain_events()
    thaw(connection, "audit_event")
    Event.objects.filter(sequence=3).delete()

    assert check_chain() == 3


def test_the_head_of_the_chain_is_one_row():
    ChainHead.objects.create(pk=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        ChainHead.objects.create(pk=2)


@pytest.mark.parametrize("change", [{"verb": "x"}, {"sequence": 9}, {"chain": "0"}])
def test_the_database_refuses_to_change_a_chained_event(change):
    events(1)
    chain_events()

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(**change)


def test_the_database_refuses_to_slip_in_a_change_with_the_link():
    events(1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(sequence=1, chain="0", verb="something.else")


def test_the_database_refuses_to_delete_an_event():
    events(1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()


def test_the_database_refuses_to_change_or_delete_what_was_signed():
    document = SignedDocumentFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        type(document).objects.update(text="{ }")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(document).objects.all().delete()


def test_postgresql_refuses_to_empty_a_frozen_table():
    if connection.vendor == "sqlite":  # it has no such statement
        return

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_event CASCADE")


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_leaves_nothing_behind():
    events(1)
    SignedDocumentFactory()


@pytest.mark.django_db(transaction=True)
def test_after_such_a_test_the_tables_are_frozen_again():
    events(1)

    with pytest.raises(DatabaseError):
        Event.objects.all().delete()


def test_the_chain_is_checked_on_the_command_line():
    events(2)
    chain_events()
    out = StringIO()

    call_command("check_events", stdout=out)

    assert out.getvalue() == "The chain of events is whole.\n"
    thaw(connection, "audit_event")
    Event.objects.filter(sequence=1).update(verb="something.else")
    with pytest.raises(CommandError, match="Event 1 was changed or is missing"):
        call_command("check_events")
