"""`keurmerk check_events`: whether the record of events is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from keurmerk.audit.sweeps import check_chain


class Command(BaseCommand):
    help = "Recompute the chain over all events and name the first one that does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = check_chain()
        if broken is not None:
            raise CommandError(f"Event {broken} was changed or is missing.")
        self.stdout.write("The chain of events is whole.")
