"""The page that checks: one file, that runs its own program and nothing else."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from microcredentials import write_trust
from microcredentials.carriers.checker import checker_page, program, read_part
from microcredentials.contexts import PINNED
from tests.microcredentials import chain

FOLDER = Path(__file__).parents[2] / "src" / "microcredentials" / "data" / "checker"
TRUST = write_trust(chain.TRUST)


def test_the_page_may_run_its_own_program_and_reach_nobody():
    page = checker_page(TRUST)

    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "connect-src" not in policy
    assert "unsafe" not in policy
    assert not re.search(r'(src|href)="', page)


def test_what_an_award_says_never_becomes_a_part_of_the_page():
    award = '{"name": "</script><script>alert(1)</script>{{PROGRAM}}<!--"}'

    page = checker_page(TRUST, award=award, copies={"https://a/": award})

    given = re.search(r'<script type="application/json" id="given">(.*?)</script>', page, re.DOTALL)
    assert json.loads(given[1])["award"] == award
    assert page.count("<script") == 2
    assert page.count(program()) == 1


def test_every_pinned_context_travels_with_the_page():
    page = checker_page(TRUST)

    assert all(f'"{address}"' in page for address in PINNED)


MODULES = sorted(FOLDER.glob("*.js"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_module_is_small_and_stands_in_the_program(module):
    text = module.read_text("utf-8")

    lines = text.splitlines()
    assert len(lines) <= 400
    assert max(map(len, lines)) <= 120
    assert f"const room_{module.stem} = " in program()
    assert not re.search(
        r"(?<![.\w])(eval|Function|fetch|XMLHttpRequest|innerHTML|localStorage|WebSocket)\(", text
    )


def test_the_words_of_the_page_are_in_two_languages():
    words = json.loads(read_part("words.json"))

    for group in ("checks", "outcomes", "reasons", "classes"):
        assert all(said.keys() == {"nl", "en"} for said in words[group].values())
