import json

import pytest

from microcredentials import InvalidDocument, Unreadable
from microcredentials.carriers.standards import CLR_2, OPEN_BADGE_2, OPEN_BADGE_3, STANDARDS
from microcredentials.carriers.svg import MAXIMUM_BYTES, bake, unbake
from tests.microcredentials import chain

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
JWS = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6IngifQ.c2ln"
ADDRESS = "https://badges.example/assertion/1?a=1&b=2"
OURS = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
THEIRS = 'xmlns:openbadges="http://openbadges.org"'


def svg(*content, declared=OURS, prolog=""):
    start = f'{prolog}<svg xmlns="http://www.w3.org/2000/svg" {declared}>'
    return "".join([start, *content, "</svg>"]).encode()


def credential(text="", attributes=""):
    return f"<openbadges:credential{attributes}>{text}</openbadges:credential>"


def assertion(text="", attributes=""):
    return f"<openbadges:assertion{attributes}>{text}</openbadges:assertion>"


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.namespace)
@pytest.mark.parametrize("text", [chain.AWARD_TEXT, JWS, '{"a":"]]>"}', '{"a":"]]]]>>&lt;"}'])
def test_what_is_baked_is_unbaked(standard, text):
    baked = bake(SVG, text, standard)

    assert unbake(baked) == unbake(baked, (standard,)) == text


def test_the_document_stands_directly_after_the_start_of_the_image():
    start = b"<svg " + OURS.encode() + b' xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'

    assert bake(SVG, '{"a":1}') == (
        start
        + b'<openbadges:credential><![CDATA[{"a":1}]]></openbadges:credential>'
        + SVG[SVG.index(b"<path") :]
    )
    assert bake(SVG, JWS).startswith(
        start + f'<openbadges:credential verify="{JWS}"></openbadges:credential>'.encode()
    )


def test_an_address_is_baked_as_open_badges_2_asks():
    baked = bake(SVG, ADDRESS, OPEN_BADGE_2)

    assert (
        b'<openbadges:assertion verify="https://badges.example/assertion/1?a=1&amp;b=2">' in baked
    )
    assert unbake(baked) == ADDRESS


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.namespace)
@pytest.mark.parametrize(
    "image",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<?xml version='1.0' encoding='UTF-8'?>\n<!-- <svg> -->\n" + SVG + b"<!-- end -->",
        b"\xef\xbb\xbf" + SVG,
        b"<s:svg xmlns:s='http://www.w3.org/2000/svg' title='a>b/'><s:g/></s:svg>",
    ],
    ids=["an empty image", "a prolog", "a byte order mark", "a prefix"],
)
def test_images_of_every_shape_are_baked_and_baked_again(image, standard):
    once = bake(image, '{"a":1}', standard)
    twice = bake(once, JWS, standard)

    assert unbake(once) == '{"a":1}'
    assert unbake(twice) == JWS
    assert bake(twice, '{"a":1}', standard) == once


@pytest.mark.parametrize(
    "place",
    ["<openbadges:credential/>", "<openbadges:credential verify='>'/>", credential("a") + " "],
)
def test_baking_takes_away_what_the_image_carried_before(place):
    assert bake(svg(place, "<g/>"), "{}") == bake(svg(place, place, "<g/>"), "{}").replace(
        b"  <g", b" <g"
    )
    assert unbake(bake(svg(place, "<g/>"), "{}")) == "{}"


def test_an_image_may_carry_a_document_of_each_standard_and_the_newest_badge_is_read():
    image = svg(
        assertion("{2}"),
        '<x:credential xmlns:x="https://purl.imsglobal.org/ob/v3p0">{3}</x:credential>',
        '<c:credential xmlns:c="https://purl.imsglobal.org/clr/v2p0">{r}</c:credential>',
        declared=THEIRS,
    )

    assert unbake(image) == "{3}"
    assert unbake(image, (CLR_2, OPEN_BADGE_3)) == "{r}"
    assert unbake(bake(image, '{"new":2}', OPEN_BADGE_2), (OPEN_BADGE_2,)) == '{"new":2}'


def test_an_image_baked_by_others_is_read(shared):
    folder = shared / "examples" / "ob3"

    baked = unbake((folder / "microcredential.baked.svg").read_bytes())

    assert json.loads(baked)["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


@pytest.mark.parametrize(
    ("content", "document"),
    [
        (assertion("{}", f' verify="{ADDRESS.replace("&", "&amp;")}"'), "{}"),
        (assertion("{}", f' verify="{JWS}"'), JWS),
        (assertion("<![CDATA[{}]]>"), "{}"),
        (assertion("\n{&quot;a&#34;:1} "), '{"a"' + ":1}"),
    ],
)
def test_an_older_badge_gives_what_is_signed_or_else_its_text(content, document):
    assert unbake(svg(content, declared=THEIRS)) == document


ENTITIES = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "no document": (SVG, "looks_like_svg"),
    "a document by another's name": (svg(credential("{}"), declared=THEIRS), "looks_like_svg"),
    "an element without prefix": (svg("<credential>{}</credential>"), "looks_like_svg"),
    "the prefix means something else inside": (
        svg(f"<g {THEIRS}>{credential('{}')}</g>"),
        "looks_like_svg",
    ),
    "two documents": (svg(credential("{}"), credential("{}")), "multiple_payloads"),
    "a second document deeper": (
        svg(credential("{}"), f"<g><x:credential {OURS.replace('openbadges', 'x')}/></g>"),
        "multiple_payloads",
    ),
    "a token and a text": (svg(credential("{}", f' verify="{JWS}"')), "multiple_payloads"),
    "elements inside the document": (svg(credential("<g/>")), "svg_damaged"),
    "an undeclared prefix": (svg(credential("{}"), declared=""), "svg_damaged"),
    "an undeclared entity": (svg(credential("&a;")), "svg_damaged"),
    "an attribute twice": (svg(credential("", ' verify="a" verify="b"')), "svg_damaged"),
    "entities": (svg(credential("&b;"), prolog=ENTITIES), "svg_doctype"),
    "an entity from outside": (svg(credential("&a;"), prolog=OUTSIDE), "svg_doctype"),
    "a document type": (svg(prolog="<!DOCTYPE svg>"), "svg_doctype"),
    "cut off": (SVG[:-4], "svg_damaged"),
    "two roots": (SVG + SVG, "svg_damaged"),
    "another root": (b"<html/>", "svg_damaged"),
    "a root without namespace": (b"<svg/>", "svg_damaged"),
    "not XML": (b"hello", "svg_damaged"),
    "nothing": (b"", "svg_damaged"),
    "a stray byte": (svg(credential("a")).replace(b"a<", b"\xff<"), "not_utf8"),
    "another encoding": (
        svg(credential("{}"), prolog='<?xml version="1.0" encoding="latin1"?>'),
        "not_utf8",
    ),
    "UTF-16": (SVG.decode().encode("utf-16"), "not_utf8"),
    "UTF-16 without mark": (SVG.decode().encode("utf-16-le"), "not_utf8"),
    "too deep": (svg("<g>" * 300), "too_large"),
    "too many elements": (svg("<g/>" * 100_001), "too_large"),
    "too many bytes": (SVG + b" " * MAXIMUM_BYTES, "too_large"),
    "too long a document": (svg(credential("a" * 300_000)), "too_large"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_broken_or_hostile_image_is_refused(data, code):
    with pytest.raises(Unreadable) as caught:
        unbake(data)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("image", "text", "problem"),
    [
        (svg(declared=THEIRS), "{}", "the image calls something else “openbadges”"),
        (SVG, '{"a":\r\n1}', "the document holds what an SVG image cannot carry"),
        (SVG, '{"a":"\uffff"}', "the document holds what an SVG image cannot carry"),
    ],
)
def test_what_an_image_cannot_carry_is_not_baked(image, text, problem):
    with pytest.raises(InvalidDocument) as caught:
        bake(image, text)

    assert caught.value.problems == [problem]


def test_nothing_is_baked_into_a_damaged_image():
    with pytest.raises(Unreadable, match="damaged"):
        bake(SVG[:-4], "{}")


def test_white_space_around_a_document_is_not_part_of_it():
    assert unbake(bake(SVG, ' {"a":1}\n')) == '{"a":1}'
