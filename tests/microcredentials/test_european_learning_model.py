import base64
import json
from copy import deepcopy
from dataclasses import replace

import pyshacl
import pytest
import rdflib
from pyld import jsonld

from microcredentials import (
    Evidence,
    Grading,
    InvalidDocument,
    PartyIdentifier,
    PartyIdentifierKind,
    ResultKind,
    Skill,
)
from microcredentials.contexts import CREDENTIALS_V1, context
from microcredentials.formats import european_learning_model
from microcredentials.formats.european_concepts import COUNTRIES, LANGUAGES, field_of_education
from tests.microcredentials import chain
from tests.microcredentials.expansion import words_lost
from tests.microcredentials.images import POINT
from tests.microcredentials.test_issuing import EDUBADGE

SEALING = replace(
    chain.VU,
    identifiers=(PartyIdentifier(kind=PartyIdentifierKind.EIDAS, value="NTRNL-12345678"),),
)
PLAIN = replace(chain.AWARD, issuer=SEALING, result=None)
DUTCH = replace(
    chain.FULL_ACHIEVEMENT,
    language="nl",
    name=chain.ACHIEVEMENT_NL.name,
    outcomes=chain.ACHIEVEMENT_NL.outcomes,
    skills=(replace(chain.FULL_ACHIEVEMENT.skills[0], name="data analyseren"),),
)
PAGES = {"en": [POINT, POINT], "nl": [POINT]}


def credential(award=PLAIN, **options):
    return european_learning_model.credential(award, **({"pages": PAGES} | options))


FULL = credential(chain.full_award(valid_until=chain.NOW), translation=DUTCH)
EVERY_FILE = {
    "plain": credential(),
    "edubadge": credential(replace(EDUBADGE, issuer=SEALING)),
    "full": credential(chain.full_award()),
    "full, in two languages": FULL,
}


@pytest.fixture(scope="module")
def contexts(shared):
    words = shared / "contexts" / "data.europa.eu_snb_model_context_edc-ap.jsonld"
    here = {
        CREDENTIALS_V1: context(CREDENTIALS_V1),
        european_learning_model.CONTEXTS[1]: json.loads(words.read_text()),
    }
    assert list(here) == european_learning_model.CONTEXTS
    return here


@pytest.fixture(scope="module")
def conforms(shared, contexts):
    """Say whether a credential keeps to the shapes that the Commission published, in 3.2."""
    shapes = rdflib.Graph()
    for name in ("EDC-generic-no-cv", "EDC-generic-full"):
        shapes.parse(shared / "shacl" / "elm-3.2" / f"{name}.ttl")
    # The one file imports the other by an address in the network.
    shapes.remove((None, rdflib.OWL.imports, None))

    def load(address, options):
        return {"contextUrl": None, "documentUrl": address, "document": contexts[address]}

    def check(document):
        options = {"format": "application/n-quads", "documentLoader": load}
        graph = rdflib.Graph().parse(data=jsonld.to_rdf(document, options), format="nt")
        return pyshacl.validate(graph, shacl_graph=shapes)[0]

    return check


@pytest.mark.parametrize("document", EVERY_FILE.values(), ids=EVERY_FILE.keys())
def test_every_word_has_a_meaning(contexts, document):
    assert words_lost(document, contexts) == []
    assert words_lost(document | {"nonsense": "1"}, contexts) == ["nonsense"]


@pytest.mark.parametrize("document", EVERY_FILE.values(), ids=EVERY_FILE.keys())
def test_a_credential_keeps_to_the_published_shapes(conforms, document):
    assert conforms(document)


CLAIM = "credentialSubject hasClaim"
REMOVED = (
    "issuer eIDASIdentifier",
    "displayParameter individualDisplay 0 displayDetail 0 image content",
    f"{CLAIM} provenBy grade",
    f"{CLAIM} specifiedBy eqfLevel inScheme",
    CLAIM,
)
# The shapes take a third of a second for each.
REMOVED_TOO = (
    "issuer location",
    "issued",
    "validFrom",
    "credentialProfiles inScheme",
    "displayParameter title",
    "displayParameter primaryLanguage",
    f"{CLAIM} title",
    f"{CLAIM} awardedBy",
    f"{CLAIM} awardedBy awardingBody",
    f"{CLAIM} provenBy hasPart 0 specifiedBy title",
    f"{CLAIM} creditReceived framework",
    f"{CLAIM} specifiedBy title",
    f"{CLAIM} specifiedBy nqfLevel inScheme",
    f"{CLAIM} specifiedBy thematicArea 0 inScheme",
    f"{CLAIM} specifiedBy accreditation accreditingAgent",
    f"{CLAIM} specifiedBy accreditation dcType inScheme",
    f"{CLAIM} specifiedBy learningOutcome 0 title",
)


@pytest.mark.parametrize(
    "path", [*REMOVED, *(pytest.param(path, marks=pytest.mark.slow) for path in REMOVED_TOO)]
)
def test_a_credential_without_a_part_that_it_must_have_breaks_the_shapes(conforms, path):
    document = deepcopy(EVERY_FILE["plain"])
    *steps, last = [int(step) if step.isdigit() else step for step in path.split()]
    parent = document
    for step in steps:
        parent = parent[step]

    # What occurs more than once is written out each time: it goes everywhere.
    assert not conforms(_without_everywhere(document, parent.get("id"), last))


def _without_everywhere(value, name, word):
    match value:
        case dict():
            return {
                key: _without_everywhere(member, name, word)
                for key, member in value.items()
                if not (key == word and value.get("id") == name)
            }
        case list():
            return [_without_everywhere(member, name, word) for member in value]
        case _:
            return value


def claim_of(document):
    return document["credentialSubject"]["hasClaim"]


def test_texts_stand_in_both_languages_and_the_award_keeps_its_own():
    version = claim_of(FULL)["specifiedBy"]

    assert version["title"] == {
        "en": "Data-driven decision making",
        "nl": "Data-gedreven besluitvorming",
    }
    assert version["learningOutcome"][1]["title"]["nl"] == chain.ACHIEVEMENT_NL.outcomes[1]
    assert version["learningOutcome"][2]["title"] == {
        "en": "perform data analysis",
        "nl": "data analyseren",
    }
    assert version["mode"]["prefLabel"] == {"en": "Blended", "nl": "Gemengd"}
    assert FULL["displayParameter"]["primaryLanguage"]["id"] == LANGUAGES["en"].id
    assert FULL["credentialSubject"]["fullName"] == {"en": chain.AWARD.learner.name}


def test_the_certificate_is_shown_page_by_page_in_each_language():
    shown = FULL["displayParameter"]["individualDisplay"]

    assert [[detail["page"] for detail in each["displayDetail"]] for each in shown] == [[1, 2], [1]]
    assert base64.b64decode(shown[0]["displayDetail"][0]["image"]["content"]) == POINT


def test_the_european_elements_stand_where_the_model_wants_them():
    claim = claim_of(FULL)
    version = claim["specifiedBy"]

    assert claim["awardedBy"]["awardingDate"] == "2026-07-01T00:00:00Z"
    assert claim["creditReceived"]["point"] == "2.5"
    assert claim["influencedBy"]["workload"] == "PT70H"
    assert claim["influencedBy"]["temporal"]["endDate"] == "2026-06-26T00:00:00Z"
    assert version["isPartialQualification"] is True
    assert version["eqfLevel"]["id"] == "http://data.europa.eu/snb/eqf/7"
    assert version["nqfLevel"]["id"] == "http://data.europa.eu/snb/qdr/c_478359fc"
    assert version["thematicArea"][0]["prefLabel"] == {"en": "Management and administration"}
    assert version["entryRequirement"]["noteLiteral"]["en"] == chain.ACHIEVEMENT_EN.prerequisites
    assert version["category"]["en"] == [*("Business analytics", "data science", "decision making")]
    assert version["supplementaryDocument"]["contentURL"] == f"https://{chain.HOST}/v/bads-m2-0"


def test_the_mark_is_an_accreditation_by_the_body_that_decided_it():
    accreditation = claim_of(FULL)["specifiedBy"]["accreditation"]

    assert accreditation["accreditingAgent"]["legalName"]["en"] == chain.BODY.name
    assert accreditation["identifier"]["notation"] == "2026-014"
    assert accreditation["expiryDate"] == "2029-01-31T23:59:59Z"
    assert "accreditation" not in claim_of(EVERY_FILE["edubadge"])["specifiedBy"]


def test_a_mark_without_end_has_none_here():
    mark = deepcopy(chain.SIGNED_MARK)
    del mark["credentialSubject"]["awardsUntil"]

    accreditation = claim_of(credential(replace(PLAIN, mark=mark)))["specifiedBy"]["accreditation"]

    assert "expiryDate" not in accreditation


def test_a_result_stands_on_its_scale_and_a_part_is_completed():
    proven = claim_of(FULL)["provenBy"]

    assert proven["grade"]["noteLiteral"] == {"en": "8", "nl": "8"}
    assert proven["specifiedBy"]["gradingScheme"]["description"] == {
        "en": "1 – 10; passed from 5.5",
        "nl": "1 – 10; voldoende vanaf 5.5",
    }
    assert [part["grade"]["noteLiteral"]["nl"] for part in proven["hasPart"]] == ["Afgerond"] * 2
    assert [part["idVerification"]["id"][-10:] for part in proven["hasPart"]] == [
        *("c598449d64", "70be69aaf9")
    ]


def test_an_award_without_a_result_is_passed():
    proven = claim_of(EVERY_FILE["plain"])["provenBy"]
    dutch = credential(replace(PLAIN, achievement=chain.ACHIEVEMENT_NL))

    assert proven["grade"]["noteLiteral"] == {"en": "Passed"}
    assert "gradingScheme" not in proven["specifiedBy"]
    assert claim_of(dutch)["provenBy"]["grade"]["noteLiteral"] == {"nl": "Behaald"}


def test_a_result_may_bring_its_own_scale():
    scheme = claim_of(credential(replace(chain.AWARD, issuer=SEALING)))["provenBy"]["specifiedBy"]
    words = Grading(name="Pass or fail", kind=ResultKind.PASSED_OR_NOT, values=("fail", "pass"))
    version = replace(chain.ACHIEVEMENT_EN, grading=words)
    in_words = claim_of(credential(replace(PLAIN, achievement=version)))["provenBy"]["specifiedBy"]
    bare = replace(words, values=())
    nothing = claim_of(credential(replace(PLAIN, achievement=replace(version, grading=bare))))[
        "provenBy"
    ]["specifiedBy"]

    assert scheme["gradingScheme"]["title"] == {"en": "1-10"}
    assert scheme["gradingScheme"]["description"] == {"en": "passed from 5.5"}
    assert in_words["gradingScheme"]["description"] == {"en": "fail, pass"}
    assert "description" not in nothing["gradingScheme"]


def test_evidence_is_a_page_or_else_a_note():
    claim = claim_of(FULL)
    bare = claim_of(credential(replace(PLAIN, evidence=(Evidence(name="Advice"),))))

    assert claim["supplementaryDocument"][0]["contentURL"] == "https://vu.example/evidence/2f1c"
    assert claim["additionalNote"][-1]["noteLiteral"]["en"].startswith("Evidence: Advice to a real")
    assert "supplementaryDocument" not in bare
    assert bare["additionalNote"][0]["noteLiteral"] == {"en": "Evidence: Advice"}


def test_a_skill_of_another_list_is_not_called_esco():
    skills = (Skill(id="https://skills.example/1", name="rowing"),)
    version = replace(chain.ACHIEVEMENT_EN, skills=skills)

    outcome = claim_of(credential(replace(PLAIN, achievement=version)))["specifiedBy"][
        "learningOutcome"
    ][-1]

    assert "relatedESCOSkill" not in outcome
    assert outcome["relatedSkill"] == {
        "id": "https://skills.example/1",
        "type": "Concept",
        "prefLabel": {"en": "rowing"},
    }


def test_what_is_unknown_or_empty_is_left_out(conforms):
    version = replace(
        EDUBADGE.achievement,
        ects=chain.Decimal(0),
        isced_f="",
        teaching_language="la",
        accredited_programme=True,
        stackable=False,
    )
    award = replace(EDUBADGE, issuer=SEALING, achievement=version, took_part_until=None)
    award = replace(award, took_part_from=chain.date(2026, 2, 2))
    document = credential(award)
    claim = claim_of(document)

    assert conforms(document)
    assert not {"creditReceived"} & claim.keys()
    assert not {"creditPoint", "thematicArea", "language", "nqfLevel"} & claim["specifiedBy"].keys()
    assert claim["specifiedBy"]["learningSetting"]["id"].endswith("6fd4685715")
    assert claim["influencedBy"]["temporal"].keys() == {"id", "type", "startDate"}
    assert "contactPoint" not in document["credentialSubject"]


def test_one_thing_has_one_description_wherever_it_stands():
    described = {}

    def walk(value):
        match value:
            case dict():
                if "id" in value:
                    said = {word: member for word, member in value.items() if word != "hasClaim"}
                    assert described.setdefault(value["id"], said) == said
                for member in value.values():
                    walk(member)
            case list():
                for member in value:
                    walk(member)

    walk(FULL)
    assert len(described) > 50


OTHER = replace(DUTCH, id=f"{chain.VERSION}-other")


@pytest.mark.parametrize(
    ("award", "options", "problem"),
    [
        (
            chain.AWARD,
            {},
            "the European Learning Model asks for the eIDAS identifier of the institution",
        ),
        (
            replace(PLAIN, issuer=replace(SEALING, country="ZZ")),
            {},
            "the country “ZZ” is in no European list that we know",
        ),
        (PLAIN, {"pages": {}}, "the certificate in “en” is missing as PNG images"),
        (PLAIN, {"pages": {"en": [b"GIF"]}}, "the certificate in “en” is missing as PNG images"),
        (PLAIN, {"translation": OTHER}, "the translation is of another version"),
        (PLAIN, {"translation": PLAIN.achievement}, "the translation is of another version"),
    ],
    ids=["no eIDAS", "country", "no page", "no PNG", "another version", "the same language"],
)
def test_what_the_model_demands_and_the_record_lacks_is_named(award, options, problem):
    with pytest.raises(InvalidDocument) as caught:
        credential(award, **options)

    assert caught.value.problems == [problem]


def test_the_file_for_the_tool_of_the_commission_is_wrapped():
    assert european_learning_model.for_upload(FULL) == {"credential": FULL}


def test_every_concept_is_in_its_published_list(shared):
    lists = {path.name: path.read_text() for path in (shared / "vocab" / "xsd").glob("*.xsd")}

    for found in COUNTRIES.values():
        assert f'"{found.id}"' in lists["country.xsd"]
    for code in ("0413", "0688", "1099"):
        words = field_of_education(code).words["en"]
        assert f'"{field_of_education(code).id}"' in lists["isced-f.xsd"]
        assert words in " ".join(lists["isced-f.xsd"].split())
    assert field_of_education("0998").words == {}
