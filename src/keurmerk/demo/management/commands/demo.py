"""`keurmerk demo fill` and `keurmerk demo reset`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from keurmerk.demo.guide import guide
from keurmerk.demo.world import fill, is_filled


class Command(BaseCommand):
    help = "Fill the demo world, or throw it away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["fill", "reset"])

    def handle(self, *_words: Any, **options: Any) -> None:
        if options["what"] == "reset":
            self._reset()
            return
        if not is_filled():
            self.stdout.write("Filling the demo world ...")
            fill(now=timezone.now())
        self.stdout.write(guide())

    def _reset(self) -> None:
        database = settings.DATABASES["default"]
        if not database["ENGINE"].endswith("sqlite3"):
            raise CommandError("Only an SQLite demo can be thrown away here; drop the database.")
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{database['NAME']}{end}").unlink(missing_ok=True)
        self.stdout.write("The demo world is gone; `make demo` makes a new one.")
