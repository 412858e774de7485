"""Quality frameworks as dated data. A new version of a framework is a new file and a migration."""

import json
from pathlib import Path

from django.apps.registry import Apps

FOLDER = Path(__file__).parent


def load_framework(apps: Apps, name: str) -> None:
    """Write the framework in file `name`.json with its points and rules."""
    data = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    points, rules = data.pop("points"), data.pop("rules")
    framework = apps.get_model("quality", "FrameworkVersion")._default_manager.create(**data)
    point_manager = apps.get_model("quality", "Point")._default_manager
    for position, point in enumerate(points, 1):
        point_manager.create(framework=framework, position=position, **point)
    rule_manager = apps.get_model("quality", "Rule")._default_manager
    for rule in rules:
        rule_manager.create(framework=framework, **rule)
