"""One award in each format, said as fully as the format can."""

from microcredentials.formats import european_learning_model, open_badge_2, open_badge_3
from tests.microcredentials import chain
from tests.microcredentials.images import POINT

HERE = f"https://{chain.HOST}/ob2"


def hosted(award):
    """The three files of Open Badges 2.0 as one: the assertion with the others inside it."""
    issuer = open_badge_2.issuer(award.issuer, address=f"{HERE}/issuers/vu")
    badge = open_badge_2.of_version(
        award.achievement, address=f"{HERE}/badges/1", issuer=issuer["id"]
    )
    assertion = open_badge_2.of_award(award, address=f"{HERE}/assertions/1", badge=badge["id"])
    return assertion | {"badge": badge | {"issuer": issuer}}


def european(award):
    return european_learning_model.credential(award, pages={award.achievement.language: [POINT]})


def recorded(award):
    """A learning record over this award and a sound one, neither of them signed."""
    rendered = open_badge_3.award(award)
    return {
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": {
            "verifiableCredential": [open_badge_3.award(chain.full_award()), rendered]
        },
    }


RENDERINGS = {
    "Open Badges 3.0": open_badge_3.award,
    "Open Badges 2.0": hosted,
    "CLR 2.0": recorded,
    "ELM 3.2": european,
}
