"""Templates write what two engines write, or nothing."""

import random

import pytest

from microcredentials.issuing import render
from microcredentials.proofs import compiling, nquads
from microcredentials.proofs.canonical import first_opinion, second_opinion
from microcredentials.proofs.nquads import NoTemplate, token
from microcredentials.proofs.outline import outline, skeleton
from microcredentials.proofs.recent import Recent
from tests.microcredentials import chain
from tests.microcredentials.chain import award_json


def template_of(document):
    _, values = outline(document)
    text = second_opinion(skeleton(document))
    return compiling.template(nquads.rows(text), len(values)), values


def filled(document, **changes):
    """What the template of `document` says of the same document with other values."""
    template, values = template_of(document)
    return template.canonical([changes.get(value, value) for value in values])


@pytest.mark.parametrize(
    "document",
    [
        render(chain.AWARD)[0],
        {word: value for word, value in award_json().items() if word != "proof"},
        render(chain.MARK)[0],
        render(chain.ADMISSION)[0],
        render(chain.REGISTER)[0],
        render(chain.REVOCATIONS)[0],
        render(chain.note())[0],
    ],
    ids=["rendered", "signed", "mark", "admission", "register", "status list", "status note"],
)
def test_a_template_writes_what_two_engines_write(document):
    text = filled(document)

    assert text.decode() == first_opinion(document) == second_opinion(document)


AWKWARD = [
    'say "hi"',
    "back\\slash",
    "two\nlines\r\tand a tab",
    "100 % <b>bold</b>",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "e\u0301 \U0001f469\u200d\U0001f393",
    "\u2028 line \u2029",
    "",
]


@pytest.mark.parametrize("name", AWKWARD)
def test_a_template_takes_any_text(name):
    document, _ = render(chain.AWARD)
    template, values = template_of(document)
    document["credentialSubject"]["identifier"][0]["identityHash"] = name
    _, changed = outline(document)

    text = template.canonical(changed)

    assert values != changed
    assert text.decode() == first_opinion(document) == second_opinion(document)


SUBJECT = {"@context": chain.STATUS_CONTEXTS, "type": "VerifiableCredential", "id": "urn:a:1"}


@pytest.mark.parametrize(
    "address",
    [
        "relative",
        "urn:x y",
        "ftp://x.example/",
        "https://x.example:port/",
        "https://[::1]/",
        "did:",
    ],
)
def test_a_template_has_no_answer_for_an_odd_address(address):
    assert filled(SUBJECT, **{"urn:a:1": address}) is None


@pytest.mark.parametrize("text", ["bell \x07", "delete \x7f"])
def test_a_template_has_no_answer_for_control_characters(text):
    assert filled(SUBJECT | {"name": "x"}, x=text) is None
    assert filled(SUBJECT | {"name": "x", "description": "y"}, x="\x1e") is None


def test_a_template_has_no_answer_where_two_things_get_one_name():
    related = [{"id": f"urn:r:{n}", "mediaType": "a"} for n in range(3)]
    document = SUBJECT | {"relatedResource": related}
    template, values = template_of(document)

    for one, other in ((1, 2), (1, 0), (0, 1)):
        same = {f"urn:r:{one}": f"urn:r:{other}"}
        assert template.canonical([same.get(value, value) for value in values]) is None
    text = template.canonical([value.replace("urn:r:2", "urn:r:20") for value in values])
    related[2]["id"] = "urn:r:20"
    assert text.decode() == first_opinion(document)


def test_a_template_has_no_answer_where_a_name_becomes_that_of_a_thing_it_knows():
    statements = f"<urn:a> <urn:p> <urn:b> .\n<{token(0)}> <urn:p> <urn:b> .\n"
    template = compiling.template(nquads.rows(statements), 1)

    assert template.canonical(["urn:a"]) is None
    assert template.canonical(["urn:0"]).startswith(b"<urn:0>")
    assert template.canonical(["urn:x"]).startswith(b"<urn:a>")


def test_a_template_has_no_answer_where_two_nodes_become_alike():
    statements = (
        f'<urn:a> <urn:p> _:b0 .\n<urn:a> <urn:p> _:b1 .\n_:b0 <urn:q> "{token(0)}" .\n'
        f'_:b1 <urn:q> "{token(1)}" .\n<urn:a> <urn:p> _:b2 .\n_:b2 <urn:q> "c" .\n'
    )
    template = compiling.template(nquads.rows(statements), 2)

    assert template.canonical(["a", "a"]) is None
    assert template.canonical(["a", "c"]) is None
    assert template.canonical(["a", "b"]) is not None


def test_a_template_has_no_answer_where_two_statements_become_one():
    statements = f'<urn:a> <urn:p> "{token(0)}" .\n<urn:a> <urn:p> "{token(1)}" .\n'
    template = compiling.template(nquads.rows(statements), 2)

    assert template.canonical(["x", "x"]) is None
    for _ in range(2):
        assert template.canonical(["y", "x"]) == b'<urn:a> <urn:p> "x" .\n<urn:a> <urn:p> "y" .\n'


def test_statements_beyond_counting_in_pairs_are_put_in_order_when_they_are_filled():
    names = [str(n) for n in random.Random(3).sample(range(1_000), 40)]  # noqa: S311  # the same in every run
    lines = [f'<urn:a> <urn:p> "{token(n)}" .\n' for n in range(40)]
    template = compiling.template(nquads.rows("".join(lines)), 40)

    found = template.canonical(names).decode().splitlines()

    assert found == sorted(f'<urn:a> <urn:p> "{name}" .' for name in names)


def test_the_hash_of_a_node_takes_its_statements_in_the_order_of_their_values():
    statements = f'_:a <urn:p> "{token(0)}" .\n_:a <urn:p> "{token(1)}" .\n_:b <urn:p> "b" .\n'
    template = compiling.template(nquads.rows(statements), 2)

    assert template.canonical(["x", "y"]) == template.canonical(["y", "x"]) is not None


def test_statements_differ_by_graph_alone():
    statements = f'<urn:a> <urn:p> "{token(0)}" .\n<urn:a> <urn:p> "{token(0)}" _:g .\n'
    template = compiling.template(nquads.rows(statements), 1)

    assert template.canonical(["x"]) == (b'<urn:a> <urn:p> "x" .\n<urn:a> <urn:p> "x" _:c14n0 .\n')


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        (f'<urn:a> <{token(0)}> "x" .\n', "predicate"),
        (f'<urn:a> <urn:p> "x"^^<{token(0)}> .\n', "in the middle"),
        (f'<urn:a> <urn:p> "{token(0)}"^^<{token(0)}> .\n', "in a datatype"),
        (f'<urn:a> <urn:p> "x {token(0)}" .\n', "in the middle"),
        (f'<urn:a> <urn:p> "{token(0)} x" .\n', "in the middle"),
        (
            f'<urn:a> <urn:p> "{token(0)}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .\n',
            "in the middle",
        ),
        ('<urn:a> <urn:p> "x" .\n', "no trace"),
        (f'<urn:a> <urn:p> "{token(0)}" .\nnonsense\n', "the form"),
        (f'nonsense\n<urn:a> <urn:p> "{token(0)}" .\n', "the form"),
        (f'_:a <urn:p> "x" .\n_:b <urn:p> "x" .\n<urn:a> <urn:p> <{token(0)}> .\n', "alike"),
    ],
    # The token is of this process only, and so no part of a name.
    ids=[str(number) for number in range(10)],
)
def test_no_template_is_made_of_what_it_could_not_fill(statements, reason):
    with pytest.raises(NoTemplate, match=reason):
        compiling.template(nquads.rows(statements), 1)


def test_an_outline_tells_apart_what_python_takes_for_equal():
    documents = [{"a": 1}, {"a": 1.0}, {"a": True}, {"a": "1"}, {"a": None}, {"a": [1]}, [1], {}]

    assert len({outline(document)[0] for document in documents}) == len(documents)
    assert outline({"a": ["x", "y"]})[0] == outline({"a": ["y", "y"]})[0]
    assert outline({"a": ["x:", "y:"]})[0] != outline({"a": ["y:", "y:"]})[0]
    assert outline({"type": "a"})[0] != outline({"type": ["a"]})[0]


@pytest.mark.parametrize("types", [7, [7], None, {"a": "b"}])
def test_no_outline_is_made_where_a_type_is_no_word(types):
    with pytest.raises(NoTemplate):
        outline({"type": types})


def test_only_what_was_asked_for_lately_is_kept():
    recent = Recent(2)
    recent.keep("a", 1)
    recent.keep("b", 2)
    recent.get("a")
    recent.keep("c", 3)

    assert [recent.get(key) for key in "abc"] == [1, None, 3]
    recent.clear()
    assert recent.get("a") is None
