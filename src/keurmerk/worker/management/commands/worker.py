"""`keurmerk worker`: the process that signs, sends and chains; the only one that opens keys."""

import signal
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from keurmerk.errors import Refused
from keurmerk.institutions.actions import set_up_platform
from keurmerk.institutions.keys import KeyNotAvailable, key_encryption_key, kinds_here
from keurmerk.worker.run import run


class Command(BaseCommand):
    help = "Finish what people decided, until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_told: stopping.set())
        try:
            # Nothing is signed under another name than the one of the first start.
            set_up_platform(
                public_url=settings.PUBLIC_URL,
                operator_name_nl=settings.OPERATOR_NAME_NL,
                operator_name_en=settings.OPERATOR_NAME_EN,
            )
            for kind in kinds_here():
                key_encryption_key(kind)
        except (Refused, KeyNotAvailable) as problem:
            raise CommandError(str(problem)) from problem
        run(stopping)
