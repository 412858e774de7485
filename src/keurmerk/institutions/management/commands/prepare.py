"""`keurmerk prepare`: everything that must hold before pages are shown and documents signed."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from keurmerk.errors import Refused
from keurmerk.institutions.actions import set_up_platform


class Command(BaseCommand):
    help = "Bring the database up to date and fix the public address at the first start."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        try:
            set_up_platform(
                public_url=settings.PUBLIC_URL,
                operator_name_nl=settings.OPERATOR_NAME_NL,
                operator_name_en=settings.OPERATOR_NAME_EN,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
