import pytest
from django.urls import reverse

from keurmerk.institutions.models import Role
from keurmerk.web.start import start
from tests.factories import InstitutionFactory, OperatorFactory, UserFactory

pytestmark = pytest.mark.django_db


def where(rf, user):
    request = rf.get("/start/")
    request.user = user
    return start(request).url


def test_the_operator_starts_at_the_institutions(rf):
    assert where(rf, OperatorFactory().user) == reverse("staff:operator")


def test_who_works_at_an_institution_starts_with_today(rf, member_of):
    assert where(rf, member_of(InstitutionFactory(), Role.EXAMINER)) == reverse("staff:dashboard")


def test_a_learner_starts_in_the_backpack(rf):
    assert where(rf, UserFactory()) == reverse("learner:backpack")
