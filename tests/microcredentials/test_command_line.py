import json
import runpy
import sys
from dataclasses import replace

import pytest

from microcredentials import issue, write_trust
from microcredentials.__main__ import main
from tests.microcredentials import chain
from tests.microcredentials.images import png
from tests.microcredentials.test_issuing import EDUBADGE
from tests.microcredentials.test_verifying import copies


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "award.json").write_text(chain.AWARD_TEXT)
    trust = replace(chain.TRUST, copies=copies(chain.web()))
    (tmp_path / "trust.json").write_text(write_trust(trust))
    (tmp_path / "image.png").write_bytes(png())
    return tmp_path


AT = ("--at", "2026-07-20T12:00:00+00:00")


def test_a_genuine_award_ends_with_0(folder, capsys):
    assert main(["verify", "award.json", "--trust", "trust.json", *AT]) == 0

    assert capsys.readouterr().out.splitlines()[:2] == [
        "award.json: last known",
        "  readable   passed   The file can be read.",
    ]


def test_the_answer_in_json_has_every_check_and_fact(folder, capsys):
    main(["verify", "award.json", "--trust", "trust.json", "--json", *AT])

    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == "last_known"
    assert len(answer["checks"]) == 8
    assert answer["facts"]["awarded_on"] == "2026-07-01"


def test_an_altered_award_ends_with_1(folder):
    (folder / "altered.json").write_text(chain.AWARD_TEXT.replace('"2.5"', '"30"'))

    assert main(["verify", "altered.json", "award.json", "--trust", "trust.json", *AT]) == 1


def test_without_copies_it_ends_with_2(folder):
    (folder / "trust.json").write_text(write_trust(chain.TRUST))

    assert main(["verify", "award.json", "--trust", "trust.json", "--at", "2026-07-20"]) == 2


def test_who_has_no_trust_file_knows_no_issuer(folder, capsys):
    assert main(["verify", "award.json"]) == 1

    assert "unknown issuer" in capsys.readouterr().out


def test_the_trust_file_of_the_user_is_found(folder, monkeypatch):
    home = folder / "configuration" / "keurmerk"
    home.mkdir(parents=True)
    (folder / "trust.json").rename(home / "trust.json")

    assert main(["verify", "award.json", *AT]) == 0

    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(folder))
    (folder / "configuration").rename(folder / ".config")

    assert main(["verify", "award.json", *AT]) == 0


def test_a_document_is_baked_unbaked_and_verified(folder, capsys):
    assert main(["bake", "image.png", "award.json", "award.png"]) == 0
    assert main(["unbake", "award.png"]) == 0
    assert capsys.readouterr().out == chain.AWARD_TEXT + "\n"
    assert main(["verify", "award.png", "--trust", "trust.json", *AT]) == 0


def test_inspect_shows_who_says_what(folder, capsys):
    (folder / "badge.json").write_text(issue(EDUBADGE, chain.VU_SIGNER))

    assert main(["inspect", "award.json", "badge.json"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("award.json: Data-driven decision making — Vrije Universiteit")
    assert [line[:9] for line in lines] == [
        "award.jso",
        "  inside:",
        "  inside:",
        "badge.jso",
        "  inside:",
    ]


def test_inspect_shows_the_whole_document(folder, capsys):
    main(["inspect", "award.json", "--json"])

    assert json.loads(capsys.readouterr().out) == chain.award_json()


def test_a_file_without_document_ends_with_1(folder, capsys):
    assert main(["unbake", "image.png"]) == 1

    assert "A screenshot proves nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "missing.json"],
        ["verify", "award.json", "--trust", "award.json"],
        ["verify", "award.json", "--at", "tomorrow"],
    ],
)
def test_a_mistake_ends_with_64(folder, arguments, capsys):
    assert main(arguments) == 64
    assert capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["verify"], ["destroy"]])
def test_a_wrong_command_ends_with_64(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 64
    assert "usage" in capsys.readouterr().err


def test_it_runs_as_a_module(folder, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["microcredentials", "inspect", "award.json"])
    monkeypatch.delitem(sys.modules, "microcredentials.__main__")

    with pytest.raises(SystemExit) as caught:
        runpy.run_module("microcredentials", run_name="__main__")

    assert caught.value.code == 0
