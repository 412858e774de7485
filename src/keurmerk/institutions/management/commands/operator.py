"""`keurmerk operator add <e-mail address> <name>`: appoint a national operator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from keurmerk.institutions.actions import appoint_operator


class Command(BaseCommand):
    help = "Appoint a national operator; the first two are appointed here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["add"])
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        appoint_operator(email=options["email"], name=options["name"], at=timezone.now())
