"""Rules that no linter knows: only actions write, and the budgets of docs/architecture.md."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"
WRITES = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create"}
MODULES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
# What is updated here is a form or a digest, not a table.
NOT_ROWS = ("attrs", "fields", "initial", "context", "hasher", "digest")
STATE_SETTERS = ("audit/transitions.py",)


def lines(path):
    return len(path.read_text().splitlines())


def functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node, (node.end_lineno or 0) - node.lineno + 1


def is_page(node):
    return bool(node.args.args) and node.args.args[0].arg == "request"


def too_long(folder, limit, *, pages_only=False):
    return [
        f"{path.relative_to(SRC)}:{node.name} has {length} lines"
        for path in MODULES
        if folder in path.parts
        for node, length in functions(path)
        if length > limit and (is_page(node) or not pages_only)
    ]


@pytest.mark.parametrize("area", ["web", "api"])
def test_pages_and_machine_documents_never_write_to_the_database(area):
    offences = [
        f"{path.relative_to(SRC)}:{node.lineno} .{node.func.attr}()"
        for path in (SRC / "keurmerk" / area).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and not ast.unparse(node.func.value).endswith(NOT_ROWS)
    ]

    assert offences == []


def test_a_state_is_set_in_one_place_only():
    offences = [
        f"{path.relative_to(SRC)}:{node.lineno}"
        for path in MODULES
        if not str(path).endswith(STATE_SETTERS) and "keurmerk" in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state"
        # A row is judged again at every change; it has no table of moves.
        if ast.unparse(target) != "row.state"
    ]

    assert offences == []


def test_no_function_is_longer_than_40_lines():
    assert too_long("src", 40) == []


def test_no_page_function_is_longer_than_25_lines():
    assert too_long("web", 25, pages_only=True) == []


def test_no_module_is_longer_than_400_lines():
    assert [(str(path), lines(path)) for path in MODULES if lines(path) > 400] == []


def test_no_template_is_longer_than_150_lines():
    assert [(str(path), lines(path)) for path in TEMPLATES if lines(path) > 150] == []


def test_the_settings_fit_on_a_page_and_so_does_contributing():
    assert lines(SRC / "keurmerk" / "config" / "settings.py") <= 200
    assert lines(ROOT / "CONTRIBUTING.md") <= 100


def test_no_template_holds_a_style_or_a_script_of_its_own():
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:")

    assert [str(path) for path in TEMPLATES if inline.search(path.read_text())] == []


def test_the_code_names_no_forbidden_word():
    # One word per idea (docs/glossary.md); the formats' own terms live in microcredentials.
    forbidden = re.compile(
        r"\b(badge_?class|assertion|do_\w+|handle_\w+|process_data)\b", re.IGNORECASE
    )
    offences = [
        f"{path.relative_to(SRC)}: {match.group()}"
        for path in MODULES
        if "keurmerk" in path.parts
        for match in forbidden.finditer(path.read_text())
        if match.group().lower() != "assertion" or "Method" not in path.read_text()
    ]

    assert offences == []
