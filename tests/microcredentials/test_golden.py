import pytest

from microcredentials import read
from tests.microcredentials import chain, golden_files
from tests.microcredentials.golden_files import FILES, FOLDER, write_new


@pytest.mark.parametrize("name", FILES)
def test_the_same_record_and_key_give_the_same_bytes_for_ever(name):
    assert FILES[name]() == (FOLDER / name).read_bytes()


def test_every_file_that_was_ever_kept_is_compared():
    assert {path.name for path in FOLDER.iterdir()} == FILES.keys()


@pytest.mark.parametrize("name", ["award.full.json", "award.png", "award.svg", "award.jwt"])
def test_a_kept_file_is_read_in_any_form(name):
    signed = read((FOLDER / name).read_bytes())

    assert signed.document["id"] == chain.AWARD.id


def test_a_kept_file_is_never_written_again(tmp_path, monkeypatch):
    monkeypatch.setattr(golden_files, "FILES", {"a": lambda: b"new", "b": lambda: b"new"})
    (tmp_path / "a").write_bytes(b"kept")

    assert write_new(tmp_path) == ["b"]
    assert (tmp_path / "a").read_bytes() == b"kept"
    assert (tmp_path / "b").read_bytes() == b"new"
