import errno
import io
import json
import os
import runpy
import sys
from dataclasses import replace
from datetime import datetime

import pytest

from microcredentials import issue, write_trust
from microcredentials.__main__ import main
from microcredentials.carriers import svg
from microcredentials.carriers.png import bake, unbake
from microcredentials.carriers.standards import CLR_2, OPEN_BADGE_2, OPEN_BADGE_3
from tests.microcredentials import chain
from tests.microcredentials.images import png
from tests.microcredentials.test_foreign import ASSERTION
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
    assert datetime.fromisoformat(answer["checkedAt"]).isoformat() == answer["checkedAt"]
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


VERIFY = ("verify", "--trust", "trust.json", *AT)
ALTERED = chain.AWARD_TEXT.replace('"2.5"', '"30"')


def test_a_folder_is_checked_file_by_file_whatever_is_in_it(folder, capsys):
    inner = folder / "cohort" / "a folder"
    inner.mkdir(parents=True)
    (inner / "b.JSON").write_text(chain.AWARD_TEXT)
    (inner / "c.json").write_text("not json")
    (inner / "notes.txt").write_text("not looked at")
    (inner.parent / "a.png").write_bytes(bake(png(), chain.AWARD_TEXT))

    assert main([*VERIFY, "cohort"]) == 1

    verdicts = [line for line in capsys.readouterr().out.splitlines() if line[0] != " "]
    assert verdicts == [
        "cohort/a.png: last known",
        "cohort/a folder/b.JSON: last known",
        "cohort/a folder/c.json: unreadable",
    ]


def test_a_folder_without_a_file_to_check_is_a_mistake(folder, capsys):
    (folder / "empty").mkdir()

    assert main([*VERIFY, "empty"]) == 64
    assert "no file in this folder" in capsys.readouterr().err


def test_a_folder_that_cannot_be_opened_is_told(folder, capsys, monkeypatch):
    (folder / "closed").mkdir()

    def refuse(place):
        raise PermissionError(errno.EACCES, "Permission denied", place)

    monkeypatch.setattr(os, "scandir", refuse)

    assert main([*VERIFY, "closed", "award.json"]) == 64
    assert "closed: Permission denied" in capsys.readouterr().err


def test_a_missing_file_does_not_stop_the_others(folder, capsys):
    (folder / "altered.json").write_text(ALTERED)

    assert main([*VERIFY, "missing.json", "award.json"]) == 64
    assert main([*VERIFY, "missing.json", "a\0b", "altered.json", "award.json", "--json"]) == 1

    printed = capsys.readouterr()
    assert [json.loads(line).get("verdict") for line in printed.out.splitlines()[-4:]] == [
        None,
        None,
        "altered",
        "last_known",
    ]
    assert "missing.json: No such file or directory" in printed.err
    assert "this is not the name of a file" in printed.err


def test_what_comes_in_on_stdin_is_checked(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(chain.AWARD_TEXT.encode())))

    assert main([*VERIFY, "-"]) == 0
    assert capsys.readouterr().out.startswith("-: last known")


def test_the_name_of_a_file_is_shown_as_a_terminal_may_show_it(folder, capsys):
    name = os.fsdecode(b"a\xff\x1b[2J.json")
    (folder / name).write_text(chain.AWARD_TEXT)

    assert main([*VERIFY, name]) == 0
    assert capsys.readouterr().out.startswith("a\ufffd\ufffd[2J.json: last known")


def test_a_terminal_without_the_letters_of_a_name_shows_their_numbers(folder, monkeypatch):
    (folder / "阮.json").write_text(chain.AWARD_TEXT)
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)

    assert main([*VERIFY, "阮.json"]) == 0

    narrow.flush()
    assert narrow.buffer.getvalue().startswith(b"\\u962e.json: last known")


def test_the_answer_may_go_to_another_program(folder, monkeypatch):
    reader = io.StringIO()
    monkeypatch.setattr(sys, "stdout", reader)

    assert main([*VERIFY, "award.json"]) == 0
    assert reader.getvalue().startswith("award.json: last known")


@pytest.mark.parametrize(
    ("person", "answer"),
    [
        (["--name", "F. d'Île-Ĳsbrandt 阮"], "The file has the same name."),
        (["--email", "fenna@mail.example"], "The file has the same e-mail address."),
        (["--name", "Piet"], "The file differs in name."),
    ],
)
def test_a_person_can_be_asked_after(folder, capsys, person, answer):
    assert main([*VERIFY, "award.json", *person]) == 0
    assert answer in capsys.readouterr().out


def test_inspect_tells_of_each_file_what_it_can(folder, capsys):
    (folder / "hosted.json").write_text(json.dumps(ASSERTION))
    (folder / "broken.json").write_text("{")

    assert main(["inspect", "missing.json", "broken.json", "hosted.json"]) == 1

    printed = capsys.readouterr()
    assert printed.out == "hosted.json: Assertion —  <>, 2026-07-10T10:00:00+00:00\n"
    assert [line.partition(":")[0] for line in printed.err.splitlines()] == [
        "missing.json",
        "broken.json",
    ]


@pytest.mark.parametrize(
    ("document", "standard"),
    [
        (chain.AWARD_TEXT, OPEN_BADGE_3),
        (json.dumps(ASSERTION), OPEN_BADGE_2),
        (json.dumps({"type": ["VerifiableCredential", "ClrCredential"]}), CLR_2),
    ],
)
def test_an_image_carries_a_document_where_its_standard_says(folder, capsys, document, standard):
    (folder / "image.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "document.json").write_text(document)

    assert main(["bake", "image.svg", "document.json", "baked.svg"]) == 0
    assert main(["bake", "image.png", "document.json", "baked.png"]) == 0
    assert main(["unbake", "baked.svg", "baked.png"]) == 0

    assert capsys.readouterr().out == f"{document}\n{document}\n"
    assert svg.unbake((folder / "baked.svg").read_bytes(), (standard,)) == document
    assert unbake((folder / "baked.png").read_bytes(), (standard,)) == document


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.png", "award.json", "out.png"], 64),
        (["image.png", "missing.json", "out.png"], 64),
        (["image.png", "award.json", "no/such/folder.png"], 64),
        (["award.json", "award.json", "out.png"], 1),
        (["image.png", "image.png", "out.png"], 1),
        (["taken.svg", "award.json", "out.svg"], 1),
    ],
)
def test_what_cannot_be_baked_is_told(folder, capsys, arguments, code):
    (folder / "taken.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:openbadges='https://x.example'/>"
    )

    assert main(["bake", *arguments]) == code
    assert capsys.readouterr().err


def test_one_file_without_document_does_not_stop_the_others(folder, capsys):
    assert main(["unbake", "missing.png", "image.png", "award.json"]) == 1
    assert capsys.readouterr().out == chain.AWARD_TEXT + "\n"


# Status lists


@pytest.fixture
def status_list(folder):
    (folder / "list.json").write_bytes(chain.SIGNED_PAGES[chain.REVOCATION_LIST])
    return folder


def test_a_status_list_is_shown_with_the_places_asked_after(status_list, capsys):
    assert main(["status", "list.json", "0", "3", "131071"]) == 1

    assert capsys.readouterr().out.splitlines() == [
        "list       https://keurmerk.example/status/vu/1",
        "issuer     did:web:keurmerk.example:issuers:vu",
        "purpose    revocation",
        "validFrom  2026-07-20T09:00:00Z",
        "validUntil 2026-07-27T09:00:00Z",
        "signature  passed",
        "places     131072",
        "set        1",
        "0          clear",
        "3          set",
        "131071     clear",
    ]


def test_a_status_list_in_json_is_one_line(status_list, capsys):
    assert main(["status", "list.json", "5", "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert (answer["signature"], answer["at"]) == ("passed", {"5": False})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda page: page["proof"][0].update(cryptosuite="ecdsa-sd-2023"), 2),
        (lambda page: page.update(issuer="did:web:x.example"), 1),
        (lambda page: page["credentialSubject"].update(encodedList="uAAAA"), 1),
        (lambda page: page.update(type=["VerifiableCredential"]), 1),
    ],
    ids=["another suite", "altered", "cut", "no list"],
)
def test_a_status_list_that_does_not_hold_ends_with_its_code(status_list, capsys, change, code):
    page = json.loads((status_list / "list.json").read_text())
    change(page)
    (status_list / "list.json").write_text(json.dumps(page))

    assert main(["status", "list.json"]) == code


@pytest.mark.parametrize("arguments", [["missing.json"], ["list.json", "131072"]])
def test_a_place_or_list_that_is_not_there_is_a_mistake(status_list, capsys, arguments):
    assert main(["status", *arguments]) == 64
    assert capsys.readouterr().err


def test_a_trust_file_that_is_none_is_named(folder, capsys):
    (folder / "bad.json").write_bytes(b"\xff")

    assert main(["verify", "award.json", "--trust", "bad.json"]) == 64
    assert capsys.readouterr().err == "bad.json: this is not a trust file\n"


@pytest.mark.parametrize("arguments", [[], ["verify"], ["destroy"], ["status", "x", "y"]])
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
