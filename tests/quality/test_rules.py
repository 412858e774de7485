import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from keurmerk.institutions.models import Admission
from keurmerk.programmes.models import Activity
from keurmerk.quality.models import FrameworkVersion, Rule, Severity
from keurmerk.quality.rules import (
    blocking,
    completeness,
    experiment,
    framework_on,
    needing_reason,
    results,
    size_rule,
)
from tests.factories import (
    InstitutionFactory,
    ProgrammeFactory,
    VersionFactory,
    body_for,
    complete_version,
    framework,
    frozen_version,
)

pytestmark = pytest.mark.django_db
IN_WINDOW = dt.date(2026, 11, 24)
LAST_DAY = dt.date(2027, 4, 30)
AFTER_WINDOW = dt.date(2027, 5, 1)


def at_sector(sector, **fields):
    programme = ProgrammeFactory(institution=InstitutionFactory(sector=sector))
    version = complete_version(programme, **fields)
    body_for(version)
    return version


def failing(version, on=IN_WINDOW):
    return {result.rule.code for result in results(version, on) if not result.holds}


def found(version, code, on=IN_WINDOW):
    return next(result for result in results(version, on) if result.rule.code == code)


def sized(ects, **fields):
    """Fields of a version of this size whose hours and weeks go with it."""
    return {"ects": Decimal(ects), "hours": round(Decimal(ects) * 28), "weeks": 52, **fields}


def test_a_complete_version_meets_every_rule():
    assert failing(at_sector("WO")) == set()
    assert failing(at_sector("HBO")) == set()


@pytest.mark.parametrize(
    ("sector", "ects", "on", "holds"),
    [
        ("HBO", "3", IN_WINDOW, True),
        ("HBO", "30", IN_WINDOW, True),
        ("HBO", "31", IN_WINDOW, False),
        ("HBO", "2.5", IN_WINDOW, False),
        ("HBO", "1", IN_WINDOW, False),
        ("WO", "1", IN_WINDOW, True),
        ("WO", "1", LAST_DAY, True),
        ("WO", "1", AFTER_WINDOW, False),
        ("WO", "0.5", IN_WINDOW, False),
        ("WO", "31", IN_WINDOW, False),
        ("WO", "31", AFTER_WINDOW, False),
        ("WO", "5", AFTER_WINDOW, True),
        ("HBO", "4.9", IN_WINDOW, True),
    ],
)
def test_the_size_keeps_within_the_limits_of_the_sector_and_the_day(sector, ects, on, holds):
    version = at_sector(sector, **sized(ects))

    rules = [result for result in results(version, on) if result.rule.check_name == "size"]

    assert [result.holds for result in rules] == [holds]
    assert rules[0].severity == Severity.BLOCKS


@pytest.mark.parametrize(("ects", "holds"), [("4.9", False), ("2.5", True), ("5.0", True)])
def test_the_size_is_a_whole_or_half_number_of_ec(ects, holds):
    assert found(at_sector("WO", **sized(ects)), "size_step").holds is holds


@pytest.mark.parametrize(
    ("sector", "ects", "on", "is_experiment"),
    [
        ("WO", "1", IN_WINDOW, True),
        ("WO", "2.5", LAST_DAY, True),
        ("WO", "3", IN_WINDOW, False),
        ("WO", "1", AFTER_WINDOW, False),
        ("HBO", "1", IN_WINDOW, False),
        ("WO", "0.5", IN_WINDOW, False),
    ],
)
def test_a_size_that_only_the_addendum_allows_is_an_experiment(sector, ects, on, is_experiment):
    version = at_sector(sector, **sized(ects))

    assert (experiment(version, on) is not None) is is_experiment


def test_the_bounds_of_the_day_come_from_the_rule():
    wo, hbo = at_sector("WO"), at_sector("HBO")

    bounds = [
        (rule.minimum, rule.maximum)
        for rule in (
            size_rule(wo, IN_WINDOW),
            size_rule(wo, AFTER_WINDOW),
            size_rule(hbo, LAST_DAY),
        )
    ]

    assert bounds == [(1, 30), (3, 30), (3, 30)]


def test_a_rule_speaks_in_the_language_of_the_page_and_gives_its_source():
    result = found(at_sector("HBO", **sized("31")), "size")

    with override("nl"):
        dutch = (result.sentence, result.source)
    with override("en"):
        english = (result.sentence, result.source)

    assert dutch[0] == "De omvang is 3 tot en met 30 EC."
    assert english[0] == "The size is 3 to 30 EC."
    assert dutch[1].endswith(", V1")
    assert english[1].endswith(", V1")
    assert (result.field, result.detail, result.confirmable) == ("ects", "31 EC", False)


@pytest.mark.parametrize(
    ("hours", "holds"), [(84, True), (86, True), (88, True), (93, False), (79, False), (80, True)]
)
def test_one_ec_is_28_hours_give_or_take_five_percent(hours, holds):
    version = at_sector("WO", ects=Decimal(3), hours=hours)

    assert found(version, "study_load").holds is holds


def test_the_hours_per_kind_of_work_add_up():
    version = at_sector("WO")
    Activity.objects.filter(version=version, kind="contact").update(hours=27)

    result = found(version, "activities_sum")

    with override("en"):
        again = found(version, "activities_sum").detail
    assert result.holds is False
    assert again == "139 hours together, 140 hours of study load"


@pytest.mark.parametrize(
    ("weeks", "codes"),
    [
        (7, set()),
        (6, {"weekly_load"}),
        (4, {"weekly_load"}),
        (3, {"weekly_load_extreme"}),
        (2, {"weekly_load_extreme"}),
    ],
)
def test_a_heavy_week_asks_a_reason_and_a_very_heavy_one_blocks(weeks, codes):
    version = at_sector("WO", weeks=weeks)

    assert failing(version) == codes


def test_what_a_very_heavy_week_blocks_a_reason_confirms():
    judged = results(at_sector("WO", weeks=2), IN_WINDOW)

    assert [result.rule.code for result in needing_reason(judged)] == ["weekly_load_extreme"]
    assert [result.rule.code for result in blocking(judged, {})] == ["weekly_load_extreme"]
    assert blocking(judged, {"weekly_load_extreme": "  "}) != []
    assert blocking(judged, {"weekly_load_extreme": "A summer school."}) == []


def test_a_reason_does_not_lift_a_block():
    version = at_sector("HBO", **sized("31"))
    version.activities.filter(kind="contact").update(hours=28 + 868 - 140)

    still = blocking(results(version, IN_WINDOW), {"size": "Please"})

    assert [result.rule.code for result in still] == ["size"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"fee_covers_costs": False}, "fee_covers_costs"),
        ({"accredited_programme": True}, "non_accredited"),
    ],
)
def test_what_is_unusual_asks_for_a_reason(fields, code):
    judged = results(at_sector("WO", **fields), IN_WINDOW)

    assert [result.rule.code for result in blocking(judged, {})] == [code]
    assert blocking(judged, {code: "Subsidised by the region."}) == []


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"eqf_level": 4, "nlqf_level": "4"}, {"level", "level_admitted"}),
        ({"nlqf_level": "6"}, {"level_nlqf"}),
        ({"level_reason_en": ""}, {"level_reason"}),
        ({"description_nl": ""}, {"description"}),
        ({"target_group_en": ""}, {"target_group"}),
        ({"prerequisites_nl": ""}, {"prerequisites"}),
        ({"teaching_language": ""}, {"teaching_language"}),
        ({"isced_f": ""}, {"isced_f"}),
        ({"stackable": None}, {"stackability"}),
        ({"stackable": True}, {"stackability"}),
        ({"fee": None}, {"fee"}),
        ({"fee_covers_costs": None}, {"fee_costs_stated", "fee_covers_costs"}),
        ({"accredited_programme": None}, {"accreditation_stated", "non_accredited"}),
        ({"title_en": ""}, {"european_elements"}),
        ({"participation": ""}, {"european_elements"}),
        ({"weeks": None}, {"weeks", "weekly_load", "weekly_load_extreme"}),
    ],
)
def test_what_is_missing_or_does_not_fit_is_found(fields, codes):
    version = at_sector("WO", **fields)

    assert failing(version) == codes
    assert blocking(results(version, IN_WINDOW), {})


def test_a_stackable_programme_says_towards_what():
    version = at_sector(
        "WO", stackable=True, stackability_nl="Deel van de master.", stackability_en="Part of it."
    )

    assert failing(version) == set()


def test_an_outcome_without_assessment_blocks_and_is_named():
    version = at_sector("WO")
    version.assessments.last().delete()

    with override("en"):
        result = found(version, "outcomes_assessed")

    assert (result.holds, result.severity, result.detail) == (False, "blocks", "not assessed: 3")


def test_an_assessment_without_outcome_blocks_and_is_named():
    version = at_sector("WO")
    version.assessments.first().outcomes.clear()

    with override("en"):
        result = found(version, "assessments_linked")

    assert (result.holds, result.detail) == (False, "without learning outcome: 1")


def test_two_outcomes_ask_for_a_reason():
    version = at_sector("WO")
    version.outcomes.last().delete()

    result = found(version, "outcomes_number")

    assert (result.holds, result.severity) == (False, "asks_reason")


def test_an_outcome_in_one_language_only_blocks():
    version = at_sector("WO")
    version.outcomes.filter(position=1).update(text_en="")

    with override("en"):
        assert found(version, "outcomes_translated").detail == "3 in Dutch, 2 in English"
    assert failing(version) == {"outcomes_translated", "european_elements"}


def test_vague_or_repeated_outcomes_are_advice_only():
    version = at_sector("WO")
    version.outcomes.filter(position=1).update(text_nl="Begrijpt gegevens.")
    version.outcomes.filter(position__gt=1).update(text_en="Designs an experiment.")

    judged = results(version, IN_WINDOW)

    with override("en"):
        advice = found(version, "outcome_wording")
    assert advice.holds is False
    assert "1 (NL): “Begrijpt” does not show" in advice.detail
    assert "3 (EN): This says the same as another learning outcome." in advice.detail
    assert blocking(judged, {}) == []


def test_the_level_lies_within_the_admission():
    version = at_sector("WO")
    Admission.objects.update(level_from=5, level_to=6)

    assert failing(version) == {"level_admitted"}


def test_an_empty_draft_is_judged_without_values():
    version = VersionFactory()

    held = [result.rule.code for result in results(version, IN_WINDOW) if result.holds]

    assert held == ["outcome_wording"]
    assert found(version, "size_experiment").detail == ""


def test_completeness_counts_the_european_elements():
    with override("en"):
        empty = completeness(VersionFactory())
        done = completeness(complete_version())

    assert done == (11, 11, [])
    assert empty == (
        5,
        11,
        [
            "title",
            "learning outcomes",
            "study load",
            "level",
            "form of assessment",
            "form of participation",
        ],
    )


def test_without_framework_nothing_is_judged():
    version = complete_version()

    assert results(version, dt.date(2024, 1, 1)) == []
    assert size_rule(version, dt.date(2024, 1, 1)) is None
    assert experiment(version, dt.date(2024, 1, 1)) is None


def test_the_framework_of_the_admission_counts_and_afterwards_the_one_it_was_submitted_under():
    newer = FrameworkVersion.objects.create(
        slug="nl-ho-2026", name_nl="Nieuw", name_en="New", valid_from=dt.date(2026, 1, 1)
    )
    draft, frozen, free = complete_version(), frozen_version(), complete_version()
    body_for(draft)
    Admission.objects.update(framework="nl-ho-2025")

    assert framework_on(draft, IN_WINDOW) == framework()
    assert framework_on(frozen, IN_WINDOW) == framework()
    assert framework_on(free, IN_WINDOW) == newer


def test_every_rule_has_its_sentences_and_sources():
    for rule in Rule.objects.all():
        assert rule.sentence_nl
        assert rule.sentence_en
        assert rule.source_nl
        assert rule.source_en
        assert str(rule) == rule.code


def test_the_framework_has_its_points_in_order():
    codes = [point.code for point in framework().points.all()]

    assert codes == ["K1", "K2", "K3", "K4", "K5", "V1", "V2", "V3", "V4", "V5", "V6", "V7"]
