import pytest
from django.urls import reverse

from keurmerk.institutions.models import Role
from keurmerk.programmes.models import Kind, Programme, ProgrammeVersion
from keurmerk.programmes.states import VersionState
from keurmerk.quality.states import DecisionState
from tests.factories import (
    InstitutionFactory,
    ProgrammeFactory,
    UnitFactory,
    VersionFactory,
    complete_version,
    decision_in_force,
    frozen_version,
)
from tests.web.staff.people import sign_in, words

pytestmark = pytest.mark.django_db
LIST = reverse("staff:programme_list")
START = reverse("staff:programme_start")


@pytest.fixture
def vu():
    return InstitutionFactory(slug="vu")


@pytest.fixture
def director(client, vu, member_of):
    return sign_in(client, member_of(vu, Role.PROGRAMME_DIRECTOR))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_only_our_own_in_a_fixed_number_of_queries(
    client, vu, director, count, django_assert_num_queries
):
    unit = UnitFactory(institution=vu)
    for number in range(count):
        programme = ProgrammeFactory(institution=vu, unit=unit)
        VersionFactory(programme=programme, title_en=f"Ours {number}")
    VersionFactory(title_en="Not for your eyes")

    with django_assert_num_queries(9):
        page = words(client.get(LIST))

    assert all(f"Ours {number}" in page for number in range(count))
    assert "Not for your eyes" not in page


def test_the_list_says_how_every_programme_stands(client, vu, director):
    edubadge = ProgrammeFactory(institution=vu, kind=Kind.EDUBADGE)
    VersionFactory(programme=edubadge)
    marked = frozen_version(
        complete_version(ProgrammeFactory(institution=vu)), state=VersionState.PUBLISHED
    )
    decision_in_force(marked)
    VersionFactory(programme=marked.programme, number=2)

    lines = client.get(LIST).context["lines"]

    assert [(line.version.number, line.mark_word, line.published) for line in lines] == [
        (1, "edubadge, without", None),
        (2, "not yet", marked),
    ]


def test_the_list_shows_the_state_of_the_mark(client, vu, director):
    version = frozen_version(
        complete_version(ProgrammeFactory(institution=vu)), state=VersionState.MARKED
    )
    decision_in_force(version, state=DecisionState.TO_BE_SIGNED)

    (line,) = client.get(LIST).context["lines"]

    assert (line.mark_kind, line.mark_word) == ("busy", "being signed")


def test_the_list_can_be_narrowed_by_unit_and_kind(client, vu, director):
    ours = VersionFactory(programme=ProgrammeFactory(institution=vu, kind=Kind.EDUBADGE))
    other = VersionFactory(programme=ProgrammeFactory(institution=vu))

    by_kind = client.get(LIST, {"kind": "edubadge"}).context["lines"]
    by_unit = client.get(LIST, {"unit": other.programme.unit_id}).context["lines"]
    neither = client.get(LIST, {"unit": "0", "kind": "edubadge"}).context["lines"]

    assert [line.version for line in by_kind] == [ours]
    assert [line.version for line in by_unit] == [other]
    assert [line.version for line in neither] == [ours]


def test_an_empty_list_says_how_to_begin(client, vu, director):
    UnitFactory(institution=vu)

    page, narrowed = words(client.get(LIST)), words(client.get(LIST, {"kind": "edubadge"}))

    assert "No programmes yet." in page
    assert "Start a programme" in page
    assert "No programmes with these filters." in narrowed


def test_who_only_reads_is_told_who_starts_programmes(client, vu, member_of):
    sign_in(client, member_of(vu, Role.QUALITY_REVIEWER))

    page = words(client.get(LIST))

    assert "A programme director starts them." in page
    assert START not in page


def test_a_director_starts_an_empty_programme(client, vu, director):
    unit = UnitFactory(institution=vu)

    response = client.post(
        START,
        {
            "unit": unit.pk,
            "code": "BADS-M2",
            "kind": "microcredential",
            "title_nl": "Data-gedreven besluitvorming",
            "example": "",
        },
    )

    version = ProgrammeVersion.objects.get()
    assert response.url == reverse("staff:version", args=[version.pk])
    assert (version.programme.code, version.title_nl) == (
        "BADS-M2",
        "Data-gedreven besluitvorming",
    )


def test_a_director_starts_with_a_copy_of_an_example(client, vu, director):
    unit = UnitFactory(institution=vu)
    example = complete_version(ProgrammeFactory(institution=vu, unit=unit, code="VOORBEELD"))

    form = client.get(START, {"example": example.pk})
    client.post(
        START,
        {
            "unit": unit.pk,
            "code": "NEW",
            "kind": "microcredential",
            "title_nl": "Nieuw",
            "example": example.pk,
        },
    )

    copy = ProgrammeVersion.objects.get(programme__code="NEW")
    assert "VOORBEELD, Data-driven decision making, version 1" in words(form)
    assert (copy.title_nl, copy.ects, copy.outcomes.count()) == ("Nieuw", 5, 3)


def test_what_is_missing_is_said_and_what_was_typed_stays(client, vu, director):
    UnitFactory.create_batch(2, institution=vu)

    response = client.post(START, {"code": "BADS-M2", "kind": "microcredential", "title_nl": ""})

    page = words(response)
    assert "<title>Error: Start a programme" in page
    assert 'href="#id_unit"' in page
    assert 'value="BADS-M2"' in page
    assert not Programme.objects.exists()


def test_a_title_that_is_too_long_is_never_cut_off_without_a_word(client, vu, director):
    UnitFactory(institution=vu)
    title = "x" * 400

    empty = words(client.get(START))
    page = words(client.post(START, {"title_nl": title}))

    assert "maxlength" not in empty
    assert "at most 200 characters (it has 400)" in page
    assert f'value="{title}"' in page


def test_a_code_that_is_taken_is_refused_on_the_page_itself(client, vu, director):
    unit = UnitFactory(institution=vu)
    VersionFactory(programme=ProgrammeFactory(institution=vu, unit=unit, code="BADS-M2"))
    data = {"unit": unit.pk, "code": "bads-m2", "kind": "edubadge", "title_nl": "X", "next": START}

    response = client.post(START, data, follow=True)

    assert response.redirect_chain == [(START, 302)]
    assert "There is already a programme with the code" in words(response)


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_director_starts_a_programme(client, vu, member_of, method):
    UnitFactory(institution=vu)
    sign_in(client, member_of(vu, Role.QUALITY_REVIEWER))

    assert getattr(client, method)(START).status_code == 403


def test_another_institutions_unit_and_example_cannot_be_chosen(client, vu, director):
    UnitFactory(institution=vu)
    theirs = VersionFactory()

    response = client.post(
        START,
        {
            "unit": theirs.programme.unit_id,
            "code": "X",
            "kind": "microcredential",
            "title_nl": "X",
            "example": theirs.pk,
        },
    )

    assert set(response.context["form"].errors) == {"unit", "example"}


def test_a_stranger_signs_in_first(client):
    assert client.get(LIST).status_code == 302
