import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from microcredentials import (
    CheckCode,
    KeyKind,
    Kind,
    LocalSigner,
    MarkEvent,
    MarkEventKind,
    NoNetwork,
    Outcome,
    Trust,
    Verdict,
    issue,
    read,
    read_trust,
    register_url,
    verify,
    write_trust,
)
from tests.microcredentials import chain
from tests.microcredentials.test_issuing import EDUBADGE

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN


def check(text=chain.AWARD_TEXT, *, trust=chain.TRUST, web=None, at=chain.NOW, **options):
    return verify(text, trust, chain.web() if web is None else web, at=at, **options)


def answer(report, code):
    found = report.check(code)
    return found.outcome, found.reason


def copies(web):
    return {url: page.decode() for url, page in web.pages.items()}


def event(kind, at, *, effect_from=date(2026, 1, 1), effect_until=None):
    return MarkEvent(
        mark_id=chain.MARK.id,
        body=chain.BODY.id,
        kind=kind,
        at=at,
        effect_from=effect_from,
        effect_until=effect_until,
        reason="content_changed",
    )


def registered(**changes):
    return chain.web(register=replace(chain.REGISTER, **changes))


def keys(issuing=None, mark=None):
    return (
        chain.key_of(chain.VU_SIGNER, KeyKind.ISSUING, **(issuing or {})),
        chain.key_of(chain.BODY_SIGNER, KeyKind.MARK, **(mark or {})),
    )


def test_a_genuine_award_passes_every_check():
    report = check()

    assert report.verdict is Verdict.GENUINE
    assert report.ok
    *checks, log = report.checks
    assert [found.code for found in (*checks, log)] == list(CheckCode)[:8]
    assert {found.outcome for found in checks} == {PASSED}
    assert (log.outcome, log.reason) == (UNKNOWN, "no_log")
    assert all(found.explanation.endswith(".") for found in report.checks)


def test_the_facts_are_what_the_document_says():
    facts = check(chain.signed_award(replaces=EDUBADGE.replaces)).facts

    assert facts.issuer_name == "Vrije Universiteit Amsterdam"
    assert facts.title == "Data-driven decision making"
    assert facts.learner_name == chain.AWARD.learner.name
    assert facts.awarded_on == date(2026, 7, 1)
    assert facts.kind is Kind.MICROCREDENTIAL
    assert (facts.ects, facts.eqf_level) == ("2.5", "7")
    assert facts.marked_by == "Examencommissie SBE Executive Education"
    assert facts.decision_number == "2026-014"
    assert facts.admitted_by == "Keurmerk"
    assert facts.status_on == chain.REVOCATIONS.created
    assert facts.signed_at == chain.RELEASED
    assert facts.replaces == EDUBADGE.replaces


def test_a_document_read_before_is_checked_the_same():
    assert check(read(chain.AWARD_TEXT)).verdict is Verdict.GENUINE


def test_an_edubadge_is_genuine_without_a_mark():
    report = check(issue(replace(EDUBADGE, valid_until=None), chain.VU_SIGNER))

    assert report.verdict is Verdict.GENUINE
    assert answer(report, CheckCode.MARK) == (PASSED, "edubadge")


def test_of_an_edubadge_no_mark_is_told_whatever_it_carries():
    badge = json.loads(issue(replace(EDUBADGE, valid_until=None), chain.VU_SIGNER))
    genuine = chain.award_json()["credentialSubject"]["achievement"]["endorsement"]
    badge["credentialSubject"]["achievement"]["endorsement"] = genuine

    facts = check(chain.forged(badge, chain.VU_SIGNER)).facts

    assert facts.kind is Kind.EDUBADGE
    assert (facts.marked_by, facts.decision_number) == ("", "")


def test_a_register_that_the_caller_holds_is_not_asked_for():
    web = chain.web()
    register = web.pages.pop(chain.REGISTER.id).decode()

    report = check(web=web, register=register)

    assert report.verdict is Verdict.GENUINE
    assert register_url(chain.OPERATOR.id) not in web.asked


# Without network


def test_signed_copies_make_the_best_verdict_last_known():
    report = check(trust=replace(chain.TRUST, copies=copies(chain.web())), web=NoNetwork())

    assert report.verdict is Verdict.LAST_KNOWN
    assert not report.ok
    assert report.facts.status_on == chain.REVOCATIONS.created


def test_three_years_later_with_a_rotated_key_it_is_still_last_known():
    rotated = registered(keys=keys(issuing={"active_until": datetime(2027, 1, 1, tzinfo=UTC)}))
    trust = replace(chain.TRUST, copies=copies(rotated))

    report = check(trust=trust, web=NoNetwork(), at=chain.NOW + timedelta(days=1095))

    assert report.verdict is Verdict.LAST_KNOWN


def test_without_network_and_copies_we_could_not_check():
    report = check(web=NoNetwork())

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert answer(report, CheckCode.ADMITTED) == (PASSED, "last_known")
    for code in (CheckCode.KEY, CheckCode.MARK):
        assert answer(report, code) == (UNKNOWN, "register_unavailable")
    assert answer(report, CheckCode.STATUS) == (UNKNOWN, "status_unavailable")


# Whom the checker believes


def test_who_believes_nobody_knows_no_issuer_and_asks_nobody():
    web = chain.web()

    report = check(trust=Trust(), web=web)

    assert report.verdict is Verdict.UNKNOWN_ISSUER
    assert answer(report, CheckCode.KEY) == (UNKNOWN, "no_trust")
    assert answer(report, CheckCode.ADMITTED) == (FAILED, "no_trust")
    assert register_url(chain.OPERATOR.id) not in web.asked


def test_another_operator_is_not_believed():
    other = LocalSigner.from_seed("did:web:other.example:operator", b"x" * 32)
    trust = Trust(operator_keys=(replace(chain.TRUST.operator_keys[0], id=other.key_id),))
    web = chain.web()

    report = check(trust=trust, web=web)

    assert report.verdict is Verdict.UNKNOWN_ISSUER
    assert answer(report, CheckCode.ADMITTED) == (FAILED, "operator_unknown")
    assert "https://keurmerk.example/register.json" not in web.asked


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        ({"active_from": chain.NOW}, "key_window"),
        ({"active_until": chain.START - timedelta(1)}, "key_window"),
        ({"compromised_since": chain.START}, "key_compromised"),
    ],
)
def test_an_operator_key_counts_only_in_its_time(window, reason):
    trust = Trust(operator_keys=(replace(chain.TRUST.operator_keys[0], **window),))

    report = check(trust=trust)

    assert report.verdict is Verdict.UNKNOWN_ISSUER
    assert answer(report, CheckCode.ADMITTED) == (FAILED, reason)


def test_a_trust_file_reads_as_it_was_written():
    full = replace(
        chain.TRUST,
        operator_keys=(
            *chain.TRUST.operator_keys,
            replace(
                chain.TRUST.operator_keys[0],
                active_until=chain.NOW,
                compromised_since=chain.RELEASED,
            ),
        ),
        seen_sequence=3,
        minimum_dates={chain.REVOCATION_LIST: chain.START},
        copies={chain.REVOCATION_LIST: "{}"},
    )

    assert read_trust(write_trust(full)) == full


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"operators": [{}]}', '{"operators": 3}'])
def test_what_is_not_a_trust_file_is_refused(text):
    with pytest.raises(ValueError, match="."):
        read_trust(text)


# Check 3: the key


@pytest.mark.parametrize(
    ("issuing", "outcome", "reason", "verdict"),
    [
        ({"active_from": chain.NOW}, FAILED, "key_window", Verdict.UNKNOWN_ISSUER),
        ({"active_until": chain.NOW}, PASSED, "", Verdict.COULD_NOT_CHECK),
        (
            {"active_until": chain.RELEASED - timedelta(1)},
            FAILED,
            "key_window",
            Verdict.UNKNOWN_ISSUER,
        ),
        (
            {"compromised_since": chain.RELEASED},
            FAILED,
            "key_compromised",
            Verdict.UNKNOWN_ISSUER,
        ),
        (
            {"compromised_since": chain.NOW},
            UNKNOWN,
            "key_later_compromised",
            Verdict.COULD_NOT_CHECK,
        ),
    ],
    ids=["not yet in use", "retired since", "retired before", "stolen before", "stolen since"],
)
def test_the_key_must_have_been_in_use_and_safe(issuing, outcome, reason, verdict):
    web = chain.web(
        register=replace(chain.REGISTER, keys=keys(issuing=issuing)),
        revocations=replace(chain.REVOCATIONS, created=chain.NOW + timedelta(minutes=1)),
    )

    report = check(web=web)

    assert answer(report, CheckCode.KEY) == (outcome, reason)
    assert report.verdict is verdict


def test_the_key_of_another_admitted_institution_does_not_count():
    other = LocalSigner.from_seed("did:web:keurmerk.example:issuers:hu", b"h" * 32)

    report = check(chain.forged(chain.award_json(), other))

    assert answer(report, CheckCode.UNCHANGED) == (PASSED, "")
    assert answer(report, CheckCode.KEY) == (FAILED, "key_not_of_issuer")
    assert report.verdict is Verdict.UNKNOWN_ISSUER


def test_a_key_under_the_name_of_the_institution_must_stand_in_the_register():
    stranger = LocalSigner.from_seed(chain.VU.id, b"s" * 32)

    report = check(chain.forged(chain.award_json(), stranger))

    assert answer(report, CheckCode.KEY) == (FAILED, "key_not_of_issuer")
    assert report.verdict is Verdict.UNKNOWN_ISSUER


def test_a_key_for_marks_signs_no_awards():
    web = registered(
        keys=(chain.key_of(chain.VU_SIGNER, KeyKind.MARK), keys()[1]),
    )

    assert answer(check(web=web), CheckCode.KEY) == (FAILED, "key_kind")


def test_the_signature_under_another_key_id_of_the_institution_does_not_hold():
    document = chain.award_json()
    document["proof"][0]["verificationMethod"] = chain.BODY_SIGNER.key_id

    report = check(json.dumps(document))

    assert answer(report, CheckCode.UNCHANGED) == (FAILED, "signature")
    assert report.verdict is Verdict.ALTERED


# The register

STRANGER_SIGNER = LocalSigner.from_seed("did:web:keurmerk.example:stranger", b"z" * 32)
STRANGER = replace(chain.OPERATOR, id="did:web:keurmerk.example:stranger")


@pytest.mark.parametrize(
    ("register", "signer", "reason"),
    [
        (replace(chain.REGISTER, id="https://elsewhere.example/register.json"), None, "invalid"),
        (replace(chain.REGISTER, created=chain.NOW + timedelta(1)), None, "invalid"),
        (replace(chain.REGISTER, operator=STRANGER), STRANGER_SIGNER, "invalid"),
        (replace(chain.REGISTER, sequence=3), None, "older"),
    ],
    ids=["of another host", "of tomorrow", "signed by somebody else", "older than seen"],
)
def test_a_register_must_be_the_right_one(register, signer, reason):
    web = chain.web()
    web.pages[chain.REGISTER.id] = issue(register, signer or chain.OPERATOR_SIGNER).encode()

    report = check(web=web, trust=replace(chain.TRUST, seen_sequence=4))

    assert answer(report, CheckCode.KEY) == (UNKNOWN, f"register_{reason}")
    assert report.verdict is Verdict.COULD_NOT_CHECK


@pytest.mark.parametrize(
    "page",
    [
        b"<html>",
        b"{}",
        chain.AWARD_TEXT.encode(),
        b"\xff" * 5,
        b'"' + b"x" * 5_000_000,
        chain.forged(
            json.loads(issue(chain.REGISTER, chain.OPERATOR_SIGNER))
            | {"credentialSubject": {"id": "https://keurmerk.example/x", "sequence": 7}},
            chain.OPERATOR_SIGNER,
        ).encode(),
    ],
    ids=["a web page", "nothing", "an award", "noise", "endless", "misshapen"],
)
def test_what_is_no_register_is_not_relied_on(page):
    web = chain.web()
    web.pages[chain.REGISTER.id] = page

    assert answer(check(web=web), CheckCode.MARK) == (UNKNOWN, "register_invalid")


def test_an_old_register_makes_the_verdict_last_known():
    old = registered(created=chain.NOW - timedelta(days=8))

    assert check(web=old).verdict is Verdict.LAST_KNOWN


# Check 4: the admission


def admitted(**changes):
    """The whole chain again over another admission."""
    signed = json.loads(issue(replace(chain.ADMISSION, **changes), chain.OPERATOR_SIGNER))
    award = chain.award_json()
    award["issuer"]["endorsement"] = [signed]
    return chain.forged(award, chain.VU_SIGNER), registered(admissions=(signed,))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"awards_until": date(2026, 6, 30)}, "admission_period"),
        ({"awards_from": date(2026, 7, 2)}, "admission_period"),
        ({"levels": (5, 6)}, "admission_level"),
        ({"institution": chain.BODY, "bodies": (chain.VU.id,)}, "admission_other"),
    ],
    ids=["lapsed", "not yet", "other levels", "other institution"],
)
def test_an_admission_must_fit_the_award(changes, reason):
    text, web = admitted(**changes)

    report = check(text, web=web)

    assert answer(report, CheckCode.ADMITTED) == (FAILED, reason)
    assert report.verdict is Verdict.UNKNOWN_ISSUER


def test_the_register_may_end_an_admission_earlier_than_the_file_says():
    ended = json.loads(
        issue(replace(chain.ADMISSION, awards_until=date(2026, 6, 1)), chain.OPERATOR_SIGNER)
    )

    report = check(web=registered(admissions=(ended,)))

    assert answer(report, CheckCode.ADMITTED) == (FAILED, "admission_period")


def test_an_admission_must_stand_in_the_register():
    other = json.loads(
        issue(
            replace(chain.ADMISSION, id="urn:uuid:00000000-0000-4000-8000-0000000000aa"),
            chain.OPERATOR_SIGNER,
        )
    )

    assert answer(check(web=registered(admissions=(other,))), CheckCode.ADMITTED) == (
        FAILED,
        "admission_unknown",
    )


def test_an_institution_without_admission_is_unknown():
    document = chain.award_json()
    del document["issuer"]["endorsement"]

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.ADMITTED) == (FAILED, "not_admitted")
    assert answer(report, CheckCode.KEY) == (PASSED, "")
    assert report.verdict is Verdict.UNKNOWN_ISSUER


# Check 5: the mark


def marked(signer=chain.BODY_SIGNER, **changes):
    """The same award with another mark in it, signed past the linter."""
    award = chain.award_json()
    mark = json.loads(issue(replace(chain.MARK, **changes), signer))
    award["credentialSubject"]["achievement"]["endorsement"] = [mark]
    return chain.forged(award, chain.VU_SIGNER)


OTHER_BODY = LocalSigner.from_seed("did:web:keurmerk.example:issuers:hu:bodies:x", b"q" * 32)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (marked(achievement_id="https://keurmerk.example/v/other"), "mark_other_version"),
        (marked(contents=chain.MARK.contents[:1]), "MARK_HASH_MISMATCH"),
        (marked(awards_until=date(2026, 6, 30)), "mark_period"),
        (marked(awards_from=date(2026, 7, 2)), "mark_period"),
        (marked(ec_minimum=3), "mark_range"),
        (marked(ec_maximum=2), "mark_range"),
        (
            marked(OTHER_BODY, body=replace(chain.BODY, id=OTHER_BODY.key_id.partition("#")[0])),
            "mark_body_not_designated",
        ),
        (marked(chain.VU_SIGNER, body=chain.VU), "self_endorsement"),
    ],
    ids=[
        "another version",
        "another text",
        "ended",
        "not yet",
        "too small",
        "too large",
        "another body",
        "the institution itself",
    ],
)
def test_a_mark_must_cover_exactly_this_version_on_that_day(text, reason):
    report = check(text)

    assert answer(report, CheckCode.MARK) == (FAILED, reason)
    assert report.verdict is Verdict.NO_MARK


def carelessly_marked(**subject):
    """A mark with something in it that our own linter would never let a body sign."""
    award = chain.award_json()
    version = award["credentialSubject"]["achievement"]
    mark = version["endorsement"][0]
    mark["credentialSubject"] |= subject
    version["endorsement"] = [
        json.loads(chain.forged(mark, chain.BODY_SIGNER, created=chain.MARK.created))
    ]
    return chain.forged(award, chain.VU_SIGNER)


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        ({"awardsFrom": "always"}, "mark_period"),
        ({"awardsUntil": ["2029-01-31", "2030-01-31"]}, "mark_period"),
        ({"ecMaximum": "many"}, "mark_range"),
        ({"ecMaximum": ["30", "60"]}, "mark_range"),
        ({"id": "https://keurmerk.example/v/x"}, "mark_other_version"),
    ],
)
def test_a_mark_that_cannot_be_read_is_no_mark(subject, reason):
    report = check(carelessly_marked(**subject))

    assert answer(report, CheckCode.MARK) == (FAILED, reason)


def test_an_admission_without_levels_admits_to_none():
    award = chain.award_json()
    admission = award["issuer"]["endorsement"][0]
    del admission["credentialSubject"]["levelMinimum"]
    signed = chain.forged(admission, chain.OPERATOR_SIGNER, created=chain.START)
    award["issuer"]["endorsement"] = [json.loads(signed)]

    report = check(chain.forged(award, chain.VU_SIGNER))

    assert answer(report, CheckCode.ADMITTED) == (FAILED, "admission_level")


def test_a_microcredential_without_mark_has_no_mark():
    document = chain.award_json()
    del document["credentialSubject"]["achievement"]["endorsement"]

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.MARK) == (FAILED, "mark_missing")
    assert report.verdict is Verdict.NO_MARK


def test_what_could_not_be_checked_stands_before_no_mark():
    document = chain.award_json()
    del document["credentialSubject"]["achievement"]["endorsement"]
    web = chain.web()
    del web.pages[chain.REVOCATION_LIST]

    report = check(chain.forged(document, chain.VU_SIGNER), web=web)

    assert report.verdict is Verdict.COULD_NOT_CHECK


def test_one_changed_character_of_an_outcome_is_another_text():
    document = chain.award_json()
    alignment = document["credentialSubject"]["achievement"]["alignment"][0]
    alignment["targetName"] = alignment["targetName"].replace("business", "busyness")

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.MARK) == (FAILED, "MARK_HASH_MISMATCH")


@pytest.mark.parametrize(
    ("mark", "outcome", "reason"),
    [
        ({"active_from": chain.NOW}, FAILED, "key_window"),
        ({"compromised_since": chain.NOW}, UNKNOWN, "key_later_compromised"),
    ],
)
def test_the_mark_key_must_have_been_in_use_and_safe(mark, outcome, reason):
    assert answer(check(web=registered(keys=keys(mark=mark))), CheckCode.MARK) == (outcome, reason)


def test_a_mark_made_with_a_key_for_awards_is_no_mark():
    web = registered(
        keys=(keys()[0], chain.key_of(chain.BODY_SIGNER, KeyKind.ISSUING)),
    )

    assert answer(check(web=web), CheckCode.MARK) == (FAILED, "self_endorsement")


EARLY, LATE = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)
WITHDRAWN, SUSPENDED, RESUMED = (
    MarkEventKind.WITHDRAWN,
    MarkEventKind.SUSPENDED,
    MarkEventKind.RESUMED,
)


@pytest.mark.parametrize(
    ("events", "outcome", "reason"),
    [
        ((event(WITHDRAWN, EARLY),), FAILED, "mark_withdrawn"),
        ((event(SUSPENDED, EARLY),), FAILED, "mark_suspended"),
        ((event(SUSPENDED, EARLY), event(RESUMED, LATE)), PASSED, ""),
        ((event(RESUMED, LATE), event(SUSPENDED, EARLY)), PASSED, ""),
        (
            (event(WITHDRAWN, LATE, effect_from=date(2026, 7, 15)),),
            PASSED,
            "mark_withdrawn_later",
        ),
        ((event(WITHDRAWN, LATE, effect_from=date(2026, 7, 1)),), FAILED, "mark_withdrawn"),
        (
            (event(WITHDRAWN, LATE, effect_until=date(2026, 6, 30)),),
            PASSED,
            "mark_withdrawn_later",
        ),
        ((event(WITHDRAWN, LATE, effect_until=date(2026, 7, 1)),), FAILED, "mark_withdrawn"),
        (
            (replace(event(WITHDRAWN, EARLY), mark_id=chain.ADMISSION.id),),
            PASSED,
            "",
        ),
    ],
)
def test_later_decisions_on_the_mark_count_for_the_days_they_name(events, outcome, reason):
    report = check(web=registered(mark_events=events))

    assert answer(report, CheckCode.MARK) == (outcome, reason)
    assert report.verdict is (Verdict.GENUINE if outcome is PASSED else Verdict.NO_MARK)


# Check 6: the status


def listed(*, revoked=(), suspended=(), notes=()):
    web = chain.web(
        revocations=replace(chain.REVOCATIONS, set_indexes=frozenset(revoked)),
        suspensions=replace(chain.SUSPENSIONS, set_indexes=frozenset(suspended)),
    )
    for found in notes:
        address = f"https://keurmerk.example/status/note/{chain.AWARD.id[9:]}"
        web.pages[address] = found if isinstance(found, bytes) else found.encode()
    return web


OURS = chain.AWARD.status.index
REPLACED = chain.note(
    status="replaced",
    reason="name_changed",
    replaced_by="urn:uuid:00000000-0000-4000-8000-0000000000fe",
)


def test_a_withdrawn_award_is_withdrawn_with_its_reason():
    web = listed(revoked=[OURS], notes=[issue(chain.note(), chain.VU_SIGNER)])

    report = check(web=web)

    assert report.verdict is Verdict.WITHDRAWN
    assert report.facts.status_reason == "issued_in_error"
    assert report.facts.status_since == date(2026, 7, 19)


def test_a_replaced_award_names_what_replaces_it():
    report = check(web=listed(revoked=[OURS], notes=[issue(REPLACED, chain.VU_SIGNER)]))

    assert report.verdict is Verdict.REPLACED
    assert report.facts.replaced_by == REPLACED.replaced_by


def test_a_suspended_award_is_suspended():
    note = issue(chain.note(status="suspended"), chain.VU_SIGNER)

    report = check(web=listed(suspended=[OURS], notes=[note]))

    assert report.verdict is Verdict.SUSPENDED
    assert report.facts.status_reason == "issued_in_error"


@pytest.mark.parametrize(
    "note",
    [
        None,
        b"<html>",
        issue(
            replace(REPLACED, award="urn:uuid:00000000-0000-4000-8000-0000000000fd"),
            chain.VU_SIGNER,
        ),
        issue(replace(REPLACED, issuer=chain.BODY), chain.BODY_SIGNER),
        issue(chain.note(status="suspended"), chain.VU_SIGNER),
        chain.AWARD_TEXT,
    ],
    ids=[
        "missing",
        "a web page",
        "of another award",
        "of somebody else",
        "of another kind",
        "an award",
    ],
)
def test_without_a_note_of_the_institution_a_set_bit_means_withdrawn(note):
    report = check(web=listed(revoked=[OURS], notes=[] if note is None else [note]))

    assert report.verdict is Verdict.WITHDRAWN
    assert report.facts.status_reason == ""


def test_a_note_without_a_readable_day_has_no_day():
    note = json.loads(issue(chain.note(), chain.VU_SIGNER))
    del note["credentialSubject"]["statusDate"]

    report = check(web=listed(revoked=[OURS], notes=[chain.forged(note, chain.VU_SIGNER)]))

    assert report.facts.status_reason == "issued_in_error"
    assert report.facts.status_since is None


def test_an_award_with_another_kind_of_id_has_no_note():
    document = chain.award_json() | {"id": "https://keurmerk.example/a/1"}

    report = check(chain.forged(document, chain.VU_SIGNER), web=listed(revoked=[OURS]))

    assert report.verdict is Verdict.WITHDRAWN


@pytest.mark.parametrize("index", [0, 1, 7, 8, 131_070, 131_071])
def test_the_right_bit_is_read(index):
    document = chain.award_json()
    document["credentialStatus"]["statusListIndex"] = str(index)
    text = chain.forged(document, chain.VU_SIGNER)
    neighbours = {index - 1, index + 1} & set(range(131_072))

    assert check(text, web=listed(revoked=[index])).verdict is Verdict.WITHDRAWN
    assert check(text, web=listed(revoked=neighbours)).verdict is Verdict.GENUINE


@pytest.mark.parametrize(
    ("age", "verdict", "reason"),
    [
        (timedelta(hours=23), Verdict.GENUINE, ""),
        (timedelta(hours=25), Verdict.LAST_KNOWN, "last_known"),
        (timedelta(days=8), Verdict.COULD_NOT_CHECK, "status_too_old"),
        (timedelta(minutes=-4), Verdict.GENUINE, ""),
        (timedelta(minutes=-6), Verdict.COULD_NOT_CHECK, "status_future"),
    ],
)
def test_how_old_the_list_may_be(age, verdict, reason):
    old = replace(chain.REVOCATIONS, created=chain.NOW - age)

    report = check(web=chain.web(revocations=old))

    assert report.verdict is verdict
    assert report.check(CheckCode.STATUS).reason == reason


def test_withdrawn_is_final_however_old_the_list_is():
    old = replace(
        chain.REVOCATIONS,
        set_indexes=frozenset({OURS}),
        created=chain.NOW - timedelta(days=9),
    )

    assert check(web=chain.web(revocations=old)).verdict is Verdict.WITHDRAWN


def test_an_old_suspension_may_have_been_lifted():
    old = replace(
        chain.SUSPENSIONS,
        set_indexes=frozenset({OURS}),
        created=chain.NOW - timedelta(days=9),
    )

    assert answer(check(web=chain.web(suspensions=old)), CheckCode.STATUS) == (
        UNKNOWN,
        "status_too_old",
    )


def test_a_list_older_than_one_seen_before_is_a_rollback():
    trust = replace(chain.TRUST, minimum_dates={chain.REVOCATION_LIST: chain.NOW})

    assert answer(check(trust=trust), CheckCode.STATUS) == (UNKNOWN, "status_rollback")


def served(change, signer=chain.VU_SIGNER):
    """The revocation list changed and signed again."""
    document = json.loads(issue(chain.REVOCATIONS, chain.VU_SIGNER))
    change(document)
    web = chain.web()
    web.pages[chain.REVOCATION_LIST] = chain.forged(
        document, signer, created=chain.REVOCATIONS.created
    ).encode()
    return web


def changed(**subject):
    return lambda document: document["credentialSubject"].update(subject)


@pytest.mark.parametrize(
    ("web", "reason"),
    [
        (served(changed(statusPurpose="suspension")), "status_purpose"),
        (served(changed(statusPurpose=["suspension", "message"])), "status_purpose"),
        (served(changed(encodedList="H4sI")), "status_format"),
        (served(lambda document: document.update(id="https://x.example/1")), "status_other"),
        (
            served(lambda document: document.update(type=["VerifiableCredential"])),
            "status_other",
        ),
        (served(lambda document: document.update(validUntil="soon")), "status_format"),
        (
            served(lambda document: document.update(issuer=chain.BODY.id), chain.BODY_SIGNER),
            "status_issuer",
        ),
        (
            served(lambda _: None, LocalSigner.from_seed(chain.VU.id, b"s" * 32)),
            "status_issuer",
        ),
    ],
)
def test_a_list_must_be_the_one_the_award_names(web, reason):
    assert answer(check(web=web), CheckCode.STATUS) == (UNKNOWN, reason)


def test_one_list_may_serve_two_purposes():
    web = served(changed(statusPurpose=["revocation", "suspension"]))

    assert check(web=web).verdict is Verdict.GENUINE


def test_an_unsigned_list_says_nothing():
    web = chain.web()
    document = json.loads(web.pages[chain.REVOCATION_LIST])
    del document["proof"]
    web.pages[chain.REVOCATION_LIST] = json.dumps(document).encode()

    assert answer(check(web=web), CheckCode.STATUS) == (UNKNOWN, "status_format")


@pytest.mark.parametrize("index", ["-1", "131072", "1.5", "1e3", "0x10", "007", "9" * 30, ""])
def test_a_place_outside_the_list_says_nothing(index):
    document = chain.award_json()
    document["credentialStatus"]["statusListIndex"] = index

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.STATUS) == (UNKNOWN, "status_index")


@pytest.mark.parametrize(
    "status",
    [
        {"type": "https://x.example/OwnStatus", "id": "https://x.example/1"},
        {"statusPurpose": "message"},
        {"statusListIndex": 5},
        {"statusSize": 2},
    ],
)
def test_a_status_we_do_not_read_is_not_a_pass(status):
    document = chain.award_json()
    entry = document["credentialStatus"]
    document["credentialStatus"] = status if "type" in status else entry | status

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.STATUS) == (UNKNOWN, "unsupported_status")


def test_an_award_that_names_no_status_could_not_be_checked():
    document = chain.award_json()
    del document["credentialStatus"]

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.STATUS) == (UNKNOWN, "no_status")


# Check 7: the period


@pytest.mark.parametrize(
    ("until", "verdict"),
    [(timedelta(seconds=1), Verdict.GENUINE), (timedelta(0), Verdict.PAST_END_DATE)],
)
def test_the_end_date_counts_to_the_second(until, verdict):
    assert check(chain.signed_award(valid_until=chain.NOW + until)).verdict is verdict


def test_an_award_that_ends_before_it_starts_is_refused():
    document = chain.award_json() | {"validUntil": "2026-07-01T00:00:00Z"}

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.PERIOD) == (FAILED, "dates")


@pytest.mark.parametrize(
    ("ahead", "verdict"),
    [
        (timedelta(minutes=4), Verdict.GENUINE),
        (timedelta(minutes=6), Verdict.COULD_NOT_CHECK),
    ],
)
def test_a_clock_may_run_five_minutes_behind(ahead, verdict):
    text = chain.signed_award(valid_from=chain.NOW + ahead)

    assert check(text).verdict is verdict


def test_an_award_date_in_the_future_could_not_be_checked():
    document = chain.award_json() | {"awardedDate": "2026-07-22T00:00:00Z"}

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.PERIOD) == (UNKNOWN, "award_in_future")


# Foreign awards


FOREIGN = LocalSigner.from_seed("did:web:badges.example", b"f" * 32)


def foreign(**changes):
    return {
        "@context": chain.award_json()["@context"][:3],
        "id": "https://badges.example/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:badges.example", "type": ["Profile"], "name": "Badges"},
        "validFrom": "2026-07-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": "sha256$00",
                    "identityType": "emailAddress",
                }
            ],
            "achievement": dict(chain.KNITTING),
        },
    } | changes


def test_a_foreign_award_is_an_unknown_issuer_with_the_checks_that_passed():
    report = check(chain.forged(foreign(), FOREIGN))

    assert report.verdict is Verdict.UNKNOWN_ISSUER
    assert answer(report, CheckCode.UNCHANGED) == (PASSED, "")
    assert answer(report, CheckCode.KEY) == (FAILED, "issuer_unknown")
    assert answer(report, CheckCode.PERIOD) == (PASSED, "")
    assert report.facts.learner_name == ""


def test_the_level_of_a_foreign_award_stands_in_its_alignment():
    document = foreign()
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": name, "targetUrl": url}
        for name, url in (("x", "https://x.example"), ("6", "http://data.europa.eu/snb/eqf/6"))
    ]

    assert check(chain.forged(document, FOREIGN)).facts.eqf_level == "6"


def test_an_award_that_names_nobody_is_a_bearer_award():
    document = foreign()
    del document["credentialSubject"]["identifier"]

    report = check(chain.forged(document, FOREIGN))

    assert answer(report, CheckCode.READABLE) == (PASSED, "bearer")


def test_a_foreign_key_is_looked_up_where_its_owner_publishes_it():
    signer = LocalSigner("did:web:badges.example#key-1", FOREIGN._private_key)
    document = {
        "id": "did:web:badges.example",
        "verificationMethod": [
            {"id": "did:web:badges.example#key-0"},
            {
                "id": "did:web:badges.example#key-1",
                "publicKeyMultibase": FOREIGN.key_id.partition("#")[2],
            },
        ],
        "assertionMethod": ["did:web:badges.example#key-1"],
    }
    text = chain.forged(foreign(issuer="did:web:badges.example"), signer)

    def answered(**changes):
        web = chain.web()
        page = json.dumps(document | changes).encode()
        web.pages["https://badges.example/.well-known/did.json"] = page
        return answer(check(text, web=web), CheckCode.UNCHANGED)

    assert answered() == (PASSED, "")
    assert answered(assertionMethod=[]) == (FAILED, "purpose")
    assert answered(assertionMethod=None) == (FAILED, "purpose")
    assert answered(id="did:web:other.example") == (UNKNOWN, "key_unknown")
    assert answered(verificationMethod="none") == (UNKNOWN, "key_unknown")
    assert answered(verificationMethod=[]) == (UNKNOWN, "key_unknown")
    assert answer(check(text), CheckCode.UNCHANGED) == (UNKNOWN, "key_unknown")


def test_a_foreign_key_of_another_method_could_not_be_found():
    signer = LocalSigner("https://badges.example/keys/1", FOREIGN._private_key)

    report = check(chain.forged(foreign(), signer))

    assert answer(report, CheckCode.UNCHANGED) == (UNKNOWN, "key_unknown")
    assert report.verdict is Verdict.COULD_NOT_CHECK


def test_a_foreign_microcredential_is_an_unknown_issuer_too():
    document = foreign()
    document["credentialSubject"]["achievement"]["achievementType"] = "MicroCredential"

    report = check(chain.forged(document, FOREIGN))

    assert report.verdict is Verdict.UNKNOWN_ISSUER
    assert answer(report, CheckCode.MARK) == (FAILED, "mark_missing")


def test_a_foreign_award_with_one_list_is_asked_for_that_list_only():
    document = chain.award_json()
    del document["suspension"]
    web = chain.web()
    del web.pages[chain.SUSPENSION_LIST]

    report = check(chain.forged(document, chain.VU_SIGNER), web=web)

    assert answer(report, CheckCode.STATUS) == (PASSED, "")
