"""What the checker says, in words, about anything that may be handed in."""

import ast
import datetime as dt
import json
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import translation

import microcredentials
from keurmerk.fetching.outside import KEPT, Outside
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import RegisterIssue
from keurmerk.web import resolving
from keurmerk.web import verdict_words as words
from keurmerk.web.checking import check, check_document
from keurmerk.web.own_documents import OwnDocuments
from keurmerk.web.sharing import NotPublic, initials
from microcredentials import LocalSigner, Unreachable, Verdict, multikey
from microcredentials.carriers.png import bake
from microcredentials.proofs import data_integrity
from microcredentials.rosette import rosette_png
from tests.fetching.conftest import Spoken, said
from tests.web.chain import NOW, TOKEN, Chain

pytestmark = pytest.mark.django_db
HOST = "https://keurmerk.example"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def changed(text, **changes):
    document = json.loads(text)
    document.update(changes)
    return json.dumps(document)


def plain(sentence):
    return " ".join(sentence.split())


def words_of(checked):
    return [row.word for row in checked.rows]


def test_what_is_genuine_reads_so_and_passes_seven_checks():
    chain = Chain()

    checked = check(chain.text, at=NOW)

    assert plain(checked.line) == (
        "Genuine and valid. Awarded by Vrije Universiteit Amsterdam on 12 November 2026."
    )
    assert checked.kind == "good"
    assert words_of(checked) == ["Yes"] * 7
    assert [row.source for row in checked.rows] == [
        "this file",
        "the signature in the file",
        "the public register",
        "the public register",
        "decision VU-2026-0001",
        "the status list of the institution",
        "this file",
    ]


def test_the_headline_names_what_to_compare():
    headline = check(Chain().text, at=NOW).headline

    assert (headline.title, headline.load, headline.level) == (
        "Data-gedreven besluitvorming",
        "5 EC, 140 hours",
        "level 7",
    )
    assert (headline.holder, headline.institution) == (
        "Jan van der Veen",
        "Vrije Universiteit Amsterdam",
    )


def test_an_image_that_carries_the_document_is_as_good_as_the_document():
    chain = Chain()
    picture = bake(rosette_png(bytes.fromhex(chain.version.version_hash), 64), chain.text)

    checked = check(picture, at=NOW)

    assert checked.verdict == Verdict.GENUINE


def test_a_stored_document_is_checked_the_same_way():
    checked = check_document(Chain().text, at=NOW)

    assert checked.verdict == Verdict.GENUINE


def test_an_edubadge_is_genuine_without_quality_mark():
    checked = check(Chain(kind="edubadge").text, at=NOW)

    assert checked.verdict == Verdict.GENUINE
    assert checked.explanation == "Edubadge, without quality mark."
    assert checked.rows[4].word == "Does not apply"


def test_a_withdrawal_turns_the_verdict_and_gives_the_class_of_the_reason():
    chain = Chain()
    chain.end("withdrawn", reason_class="result")

    checked = check(chain.text, at=NOW)

    assert plain(checked.line) == (
        "Withdrawn by Vrije Universiteit Amsterdam on 24 November 2026. "
        "Reason: the result was changed."
    )
    assert (checked.kind, checked.rows[5].kind) == ("stop", "stop")


def test_a_withdrawal_without_a_readable_note_says_less_but_never_something_else():
    chain = Chain()
    chain.end("withdrawn", reason_class="result", with_note=False)

    checked = check(chain.text, at=NOW)

    assert plain(checked.line) == "Withdrawn by Vrije Universiteit Amsterdam."


def test_a_suspension_is_told_apart_from_a_withdrawal():
    chain = Chain()
    chain.end("suspended")

    checked = check(chain.text, at=NOW)

    assert plain(checked.line) == (
        "Temporarily suspended by Vrije Universiteit Amsterdam since 24 November 2026."
    )
    assert (checked.kind, checked.rows[5].kind) == ("note", "note")


def test_a_replacement_says_so():
    chain = Chain()
    chain.replace()

    checked = check(chain.text, at=NOW)

    assert (
        plain(checked.line) == "Genuine, but replaced on 24 November 2026 by a corrected version."
    )


def test_a_past_end_date_says_so():
    chain = Chain()
    chain.reissue(valid_until=NOW - dt.timedelta(days=1))

    checked = check(chain.text, at=NOW)

    assert plain(checked.line) == "Genuine, but its validity ended on 23 November 2026."


def test_without_its_status_list_it_could_not_be_checked_and_is_never_genuine():
    chain = Chain()
    chain.list.revocation = None
    chain.list.save()

    checked = check(chain.text, at=NOW)

    assert plain(checked.line) == (
        "We could not check everything. The status list of the issuer could not be reached."
    )
    assert checked.explanation == "Try again later; this says nothing about the holder."
    assert checked.rows[5].word == "Could not be checked"


def test_a_status_list_of_two_days_ago_gives_the_last_known_status():
    chain = Chain()
    chain.sign_status(NOW - dt.timedelta(days=2))

    checked = check(chain.text, at=NOW)

    assert plain(checked.line) == "Genuine. Last known status: valid on 22 November 2026."
    assert checked.rows[5].kind == "note"


def test_a_mark_that_was_suspended_on_the_day_is_no_mark():
    chain = Chain()
    chain.mark_event("suspended", dt.date(2026, 11, 1))

    checked = check(chain.text, at=NOW)

    assert plain(checked.line) == "Genuine, but without a quality mark for this version."
    assert checked.rows[4].why == "The quality mark was suspended on the award date."


def test_a_mark_withdrawn_afterwards_leaves_the_award_genuine_and_is_named():
    chain = Chain()
    chain.mark_event("withdrawn", dt.date(2026, 11, 20))

    checked = check(chain.text, at=NOW)

    assert checked.verdict == Verdict.GENUINE
    assert checked.explanation == (
        "The quality mark was valid on the award date; it was withdrawn later."
    )


def test_an_issuer_outside_the_register_is_unknown_with_the_checks_that_passed():
    chain = Chain()
    chain.sign_as_stranger()

    checked = check(chain.text, at=NOW)

    assert (
        plain(checked.line) == "The content is unchanged, but this issuer is not in the register."
    )
    assert words_of(checked)[:3] == ["Yes", "Yes", "No"]


def test_an_altered_document_is_not_genuine_and_its_facts_are_not_repeated():
    text = changed(Chain().text, name="Something else")

    checked = check(text, at=NOW)

    assert plain(checked.line) == "Not genuine. The content was changed after signing."
    assert checked.headline is None
    assert words_of(checked) == ["Yes", "No", "Not carried out"]


def test_an_unknown_kind_of_signature_could_not_be_checked():
    document = json.loads(Chain().text)
    document["proof"][0]["cryptosuite"] = "ecdsa-sd-2023"

    checked = check(json.dumps(document), at=NOW)

    assert checked.verdict == Verdict.COULD_NOT_CHECK
    assert checked.rows[1].why == "The file is signed in a way that we cannot check."


def test_a_signed_document_that_is_no_award_is_unreadable_with_its_reason():
    Chain()
    register = RegisterIssue.objects.get().document.text

    checked = check(register, at=NOW)

    assert plain(checked.line) == "This file is not a microcredential we can read."
    assert checked.explanation == "This is not a document that was awarded to a person."


def test_without_any_operator_key_the_best_verdict_is_unknown_issuer():
    chain = Chain()
    text = chain.text
    chain.operator_key.state = "to_be_made"
    chain.operator_key.save()

    checked = check(text, at=NOW)

    assert checked.verdict == Verdict.UNKNOWN_ISSUER


STRANGER = LocalSigner("did:web:school.example#key-1", Ed25519PrivateKey.generate())
KEYS = {
    "id": "did:web:school.example",
    "verificationMethod": [
        {"id": STRANGER.key_id, "publicKeyMultibase": multikey(STRANGER.public)},
    ],
    "assertionMethod": [STRANGER.key_id],
}


def of_another_school(chain):
    """The text of an award by somebody whose key stands on their own site only."""
    document = json.loads(chain.text)
    document["issuer"]["id"] = KEYS["id"]
    del document["proof"], document["issuer"]["endorsement"]
    return json.dumps(data_integrity.sign(document, STRANGER, created=NOW))


@pytest.fixture
def other_sites(monkeypatch, settings):
    """The answers of other sites, instead of the sites; what was asked is in `asked`."""
    settings.FETCH_OUTSIDE = True
    KEPT.clear()
    sites = Spoken([])
    monkeypatch.setattr(resolving, "Outside", partial(Outside, sites))
    yield sites
    KEPT.clear()


def test_the_key_of_an_issuer_elsewhere_is_asked_of_its_own_site(other_sites):
    other_sites.answers = [said(json.dumps(KEYS).encode())]

    checked = check(of_another_school(Chain()), at=NOW)

    assert checked.verdict == Verdict.UNKNOWN_ISSUER
    assert words_of(checked)[:2] == ["Yes", "Yes"]
    assert other_sites.asked[0] == "school.example:443"


def test_a_site_that_does_not_answer_leaves_the_check_open(other_sites):
    other_sites.answers = [b""]

    checked = check(of_another_school(Chain()), at=NOW)

    assert plain(checked.line) == (
        "We could not check everything. The key that signed this file could not be found."
    )


def test_with_outside_fetching_off_no_other_site_is_asked(other_sites, settings):
    settings.FETCH_OUTSIDE = False

    checked = check(of_another_school(Chain()), at=NOW)

    assert checked.verdict == Verdict.COULD_NOT_CHECK
    assert other_sites.asked == []


def test_what_is_ours_is_never_asked_of_another_site(other_sites):
    checked = check(Chain().text, at=NOW)

    assert checked.verdict == Verdict.GENUINE
    assert other_sites.asked == []


@pytest.mark.parametrize(
    "url",
    [
        f"{HOST}/status/nowhere/1",
        "https://KEURMERK.example/register.json",
        "https://keurmerk.example:443/register.json",
        "https://[::1/",
    ],
)
def test_our_own_name_is_answered_from_the_rows_or_not_at_all(other_sites, url):
    with pytest.raises(Unreachable):
        resolving.Documents().fetch(url)

    assert other_sites.asked == []


def every_line_in(language):
    with translation.override(language):
        return [str(line) for line in [*words.VERDICT_LINES.values(), *words.SHORT_LINES.values()]]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_verdict_has_its_sentence_and_kind(language):
    with translation.override(language):
        assert set(words.VERDICT_LINES) == set(words.VERDICT_KINDS) == set(Verdict)
        assert all(every_line_in(language))


def test_every_reason_of_the_library_has_its_sentence():
    makers = {"Unreadable", "UntrustedProof", "UncheckableProof", "KeyProblem", "failed", "unknown"}
    codes = set()
    for source in Path(microcredentials.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in makers:
                texts = [part.value for part in node.args[:2] if isinstance(part, ast.Constant)]
                codes |= {text for text in texts[:1] if isinstance(text, str)}

    assert codes - set(words.REASONS) == set()


def test_a_reason_that_a_newer_library_brings_has_words_too():
    assert str(words.REASONS.get("of tomorrow", words.ANY_REASON)) == (
        "The check could not be completed."
    )


@pytest.mark.parametrize(
    "address",
    [
        f"{HOST}/m/{TOKEN}",
        f"{HOST}/m/{TOKEN}/",
        f"{HOST}/m/{TOKEN}?utm_source=x#top",
        f"{HOST}/m/{TOKEN}.json",
        f"{HOST}/m/{TOKEN}.png",
        f"{HOST}/ob2/m/{TOKEN}",
        f"HTTP://Keurmerk.Example/m/{TOKEN}",
        f"keurmerk.example/m/{TOKEN}",
        f"/m/{TOKEN}",
        f"  {TOKEN}\n",
        f"keur\u200bmerk.example/\u200bm/{TOKEN[:9]}\u200b{TOKEN[9:]}",
    ],
)
def test_an_address_of_ours_is_checked_however_it_was_copied(address):
    Chain().share()

    checked = check(address, at=NOW)

    assert checked.verdict == Verdict.GENUINE
    assert checked.again == f"{HOST}/m/{TOKEN}"


def test_the_demo_may_be_asked_by_the_address_at_which_it_listens(settings):
    Chain().share()
    settings.DEMO = True

    checked = check(f"http://127.0.0.1:8000/m/{TOKEN}", at=NOW)

    assert checked.verdict == Verdict.GENUINE


def older(client, token=TOKEN):
    return client.get(f"/ob2/m/{token}", headers={"Accept": "application/json"}).content.decode()


def test_our_own_badge_in_its_older_form_is_checked_by_its_share(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    Chain().share()

    checked = check(older(client), at=NOW)

    assert checked.verdict == Verdict.GENUINE
    assert checked.again == f"{HOST}/m/{TOKEN}"


def test_our_own_badge_in_its_older_form_with_something_changed_is_not_genuine(
    client, time_machine
):
    time_machine.move_to(NOW, tick=False)
    Chain().share()

    checked = check(changed(older(client), narrative="Result: 10."), at=NOW)

    assert checked.verdict == Verdict.ALTERED


def test_our_own_badge_in_its_older_form_is_withdrawn_with_the_award(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    chain = Chain()
    chain.share()
    text = older(client)
    chain.end("withdrawn", reason_class="fraud")

    assert check(text, at=NOW).verdict == Verdict.WITHDRAWN


def test_what_an_older_form_of_ours_points_at_is_answered_from_the_rows(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    chain = Chain()
    chain.share()
    own = OwnDocuments()

    for path in (f"ob2/m/{TOKEN}", f"ob2/nl/v/{chain.version.pk}", "ob2/nl/issuers/vu"):
        assert json.loads(own.fetch(f"{HOST}/{path}"))["id"] == f"{HOST}/{path}"


@pytest.mark.parametrize(
    ("show_name", "holder"),
    [("full", "Jan van der Veen"), ("initials", "J. v.d. V."), ("none", "")],
)
def test_an_address_shows_the_name_as_far_as_the_holder_does(show_name, holder):
    Chain().share(show_name=show_name)

    checked = check(f"{HOST}/m/{TOKEN}", at=NOW)

    assert checked.headline.holder == holder


@pytest.mark.parametrize(
    ("name", "word", "why"),
    [
        ("J. van der Veen", "Yes", ""),
        ("Veen, Jan van der", "Yes", ""),
        ("Piet de Vries", "No", "The file has another name."),
    ],
)
def test_a_name_that_somebody_expects_is_compared_with_the_file(name, word, why):
    checked = check(Chain().text, at=NOW, name=name)

    assert (checked.rows[-1].word, checked.rows[-1].why) == (word, why)
    assert checked.verdict == Verdict.GENUINE
    assert ("of somebody else" in checked.explanation) is bool(why)
    assert checked.name == name


@pytest.mark.parametrize(
    ("show_name", "word"), [("full", "No"), ("initials", "Could not be checked")]
)
def test_a_name_that_the_holder_does_not_show_is_not_compared(show_name, word):
    Chain().share(show_name=show_name)

    checked = check(f"{HOST}/m/{TOKEN}", at=NOW, name="Piet de Vries")

    assert checked.rows[-1].word == word


def test_without_a_name_nobody_is_asked_after():
    assert len(check(Chain().text, at=NOW, name=" ").rows) == 7


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (f"https://keurmerk-example.nl/m/{TOKEN}", "looks_like_address"),
        (f"https://keurmerk.example@evil.example/m/{TOKEN}", "looks_like_address"),
        (f"https://keurmerk.example.evil.example/m/{TOKEN}", "looks_like_address"),
        ("http://169.254.169.254/latest/", "looks_like_address"),
        ("https://[", "looks_like_address"),
        (f"{HOST}/v/{'0' * 8}-0000-0000-0000-{'0' * 12}", "programme_address"),
        (f"{HOST}/register/", "other_address"),
        (HOST, "other_address"),
    ],
)
def test_any_other_address_is_explained_and_never_opened(address, reason):
    checked = check(address, at=NOW)

    assert checked.verdict == Verdict.UNREADABLE
    assert checked.explanation == str(words.REASONS[reason])


@pytest.mark.parametrize(
    ("address", "malformed"),
    [(f"{HOST}/m/{TOKEN}", False), (f"{HOST}/m/{TOKEN[:-1]}", True), (f"{HOST}/m/", True)],
)
def test_an_address_that_opens_nothing_says_only_whether_it_can_be_one(address, malformed):
    with pytest.raises(NotPublic) as answer:
        check(address, at=NOW)

    assert answer.value.malformed is malformed


def test_a_file_over_five_megabytes_is_not_read():
    checked = check(b" " * (5 * 1024 * 1024 + 1), at=NOW)

    assert checked.explanation == "This file is larger than 5 MB, so we did not read it."


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Jan van der Veen", "J. v.d. V."),
        ("Fenna de Vries", "F. d. V."),
        ("Plato", "P."),
        ("阮 文", "阮. 文."),
        ("", ""),
    ],
)
def test_initials_keep_the_infix_together(name, short):
    assert initials(name) == short


def test_own_addresses_are_answered_from_the_rows():
    chain = Chain()
    chain.end("withdrawn", reason_class="error")
    own = OwnDocuments()

    found = [
        own.fetch(f"{HOST}/{path}").decode()
        for path in (
            "register.json",
            "status/vu/1",
            "status/vu/1/suspension",
            f"status/note/{chain.award.pk}",
        )
    ]

    assert found == [
        RegisterIssue.objects.get().document.text,
        chain.list.revocation.text,
        chain.list.suspension.text,
        chain.award.note.text,
    ]
    keys = json.loads(own.fetch(f"{HOST}/issuers/vu/did.json"))
    assert keys["id"] == "did:web:keurmerk.example:issuers:vu"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/register.json",
        "http://keurmerk.example/register.json",
        f"{HOST}/register.json",
        f"{HOST}/status/nowhere/1",
        f"{HOST}/status/note/{'0' * 8}-0000-0000-0000-{'0' * 12}",
        f"{HOST}/about/",
        f"{HOST}/ob2/m/{TOKEN}",
        f"{HOST}/ob2/nl/v/{'0' * 8}-0000-0000-0000-{'0' * 12}",
        f"{HOST}/ob2/nl/issuers/nowhere",
    ],
)
def test_what_is_not_there_or_not_ours_is_unreachable(url):
    with pytest.raises(Unreachable):
        OwnDocuments().fetch(url)


@pytest.mark.parametrize(
    ("ects", "hours", "load"),
    [
        ("7.5", 210, "7.5 EC, 210 hours"),
        ("7.5", None, "7.5 EC"),
        ("7.5", "210", "7.5 EC"),
        ("a lot", 210, ""),
    ],
)
def test_the_load_of_a_foreign_file_is_read_with_care(ects, hours, load):
    chain = Chain()
    chain.rewrite(lambda achievement: achievement.update(ects=ects, studyLoadHours=hours))

    checked = check(chain.text, at=NOW)

    assert checked.headline.load == load
    assert ProgrammeVersion.objects.count() == 1
