import pytest
from django.core.management import CommandError, call_command


def test_the_first_fill_says_that_it_takes_a_moment(db, capsys, monkeypatch):
    filled = []
    monkeypatch.setattr(
        "keurmerk.demo.management.commands.demo.fill", lambda **at: filled.append(at)
    )

    call_command("demo", "fill")

    assert capsys.readouterr().out.startswith("Filling the demo world ...")
    assert len(filled) == 1


def test_the_guide_of_an_empty_world_has_no_share_link(db, capsys, monkeypatch):
    monkeypatch.setattr("keurmerk.demo.management.commands.demo.is_filled", lambda: True)

    call_command("demo", "fill")

    assert "/m/" not in capsys.readouterr().out


def test_reset_throws_the_files_away(settings, monkeypatch, tmp_path):
    database = tmp_path / "keurmerk.sqlite3"
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"keurmerk.sqlite3{end}").write_text("x")
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(database))

    call_command("demo", "reset")

    assert list(tmp_path.iterdir()) == []


def test_reset_leaves_a_database_server_alone(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")

    with pytest.raises(CommandError):
        call_command("demo", "reset")
