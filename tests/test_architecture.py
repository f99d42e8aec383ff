"""The walls of the house: an import may only point down, or left; files stay small and say what they are."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("coop", "agreements", "tasks")

# An import may only point to a part that stands before its own.
PARTS = ("coop.shared", "coop.accounts", "agreements", "tasks")
# What may know every part: it puts the program together, and nothing imports it but itself.
COMPOSITION = {"coop.urls", "coop.nav", "coop.admin", "coop.apps", "coop.health", "coop.gallery"}
COMPOSITION |= {"coop.settings", "coop.wsgi"}

# Inside an app. A module that is not named here stands between the actions and the views.
LAYERS = ("rules", "models", "permissions", "actions", "everything else", "views", "urls")
RULES = {"tasks.states", "tasks.schedule", "tasks.deadlines", "tasks.appendix", "tasks.evidence"}
RULES |= {"agreements.lifetimes", "agreements.origins", "tasks.sentences"}

# These are tested without Django, and import nothing that imports Django.
PURE = ("tasks.deadlines", "tasks.appendix", "tasks.schedule", "tasks.sentences")
PURE += ("coop.shared.text", "coop.shared.dates", "coop.shared.charts", "coop.shared.documents.content")

NAMES_WITHOUT_A_MEANING = {"utils", "helpers", "managers", "services", "mixins", "signals", "misc", "common"}
LONGEST_FILE = 300


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {
    module_name(path): path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@cache
def imports_of(module: str) -> set[str]:
    """Full names of the modules that a module imports, anywhere in its text."""
    tree = ast.parse(SOURCES[module].read_text())
    return {name for node in ast.walk(tree) for name in _imported(node, module)}


def _imported(node: ast.AST, module: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        origin = _origin(node, module)
        inner = [f"{origin}.{alias.name}" for alias in node.names]
        yield from (name if name in SOURCES else origin for name in inner)


def _origin(node: ast.ImportFrom, module: str) -> str:
    """The full name of what `from … import` imports from, also where it is written with dots."""
    if node.level == 0:
        return str(node.module)
    is_package = SOURCES[module].name == "__init__.py"
    above = module.split(".")[: len(module.split(".")) - node.level + is_package]
    return ".".join([*above, node.module] if node.module else above)


@cache
def own_imports() -> list[tuple[str, str]]:
    """(module, what it imports of our own): read when a test asks, since every worker collects this file."""
    return [
        (module, imported)
        for module in SOURCES
        for imported in sorted(imports_of(module))
        if imported.split(".")[0] in PACKAGES
    ]


def is_within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def part_of(module: str) -> int:
    return next(place for place, part in enumerate(PARTS) if is_within(module, part))


def layer_of(module: str) -> int:
    first = module.split(".")[1] if "." in module else ""
    if is_within(module, *RULES):
        return LAYERS.index("rules")
    return LAYERS.index(first if first in LAYERS else "everything else")


def arrows(wrong: list[tuple[str, str]]) -> str:
    return "\n".join(f"{module} imports {imported}" for module, imported in wrong)


def test_every_module_belongs_to_a_part_or_to_the_composition():
    homeless = {name for name in SOURCES if not is_within(name, *PARTS, "coop.formats")}

    assert homeless - COMPOSITION == {"coop"}


def test_imports_between_the_parts_point_down():
    wrong = [
        (module, imported)
        for module, imported in own_imports()
        if is_within(module, *PARTS) and is_within(imported, *PARTS) and part_of(imported) > part_of(module)
    ]
    assert not wrong, arrows(wrong)


def test_nothing_imports_the_composition():
    wrong = [
        (module, imported)
        for module, imported in own_imports()
        if imported in COMPOSITION and module not in COMPOSITION
    ]
    assert not wrong, arrows(wrong)


def test_imports_inside_an_app_point_left():
    wrong = [
        (module, imported)
        for module, imported in own_imports()
        if is_within(module, "agreements", "tasks")
        and module.split(".")[0] == imported.split(".")[0]
        and layer_of(imported) > layer_of(module)
    ]
    assert not wrong, arrows(wrong)


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_reach_no_django(name: str):
    seen: set[str] = set()
    waiting = [module for module in SOURCES if is_within(module, name)]
    assert waiting, f"there is no module {name}"
    while waiting:
        module = waiting.pop()
        seen.add(module)
        assert not [found for found in imports_of(module) if is_within(found, "django")], (
            f"{module} imports Django"
        )
        waiting += [found for found in imports_of(module) if found in SOURCES and found not in seen]


def test_every_module_has_a_name_that_says_what_it_is():
    assert [name for name in SOURCES if set(name.split(".")) & NAMES_WITHOUT_A_MEANING] == []


def test_no_file_holds_two_things():
    lengths = {name: len(path.read_text().splitlines()) for name, path in SOURCES.items()}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_inline_script_and_no_style(template: Path):
    text = template.read_text()

    assert not re.search(r"<script(?![^>]*\s(?:src=|type=.application/json))", text)
    assert not re.search(r"<style\b|\sstyle\s*=", text)
    assert not re.search(r"""\son[a-z]+\s*=\s*["']""", text)
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", text), "fetched from outside"
