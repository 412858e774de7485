"""`keurmerk trust export`: the file that tells a checker which operator keys to believe."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from keurmerk.institutions.documents import trust
from microcredentials import write_trust


class Command(BaseCommand):
    help = "Write the trust file of this installation, for checking without a network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["export"])

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(write_trust(trust()))
