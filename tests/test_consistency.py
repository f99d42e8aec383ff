"""What no single test sees: files that nobody uses, words without a translation, a forgotten migration."""

import ast
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.template import TemplateDoesNotExist, engines
from django.template.base import Lexer, TokenType
from django.template.loader import get_template
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
TEMPLATE_NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*") if path.is_file())
PACKAGES = ("coop", "agreements", "tasks")
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
CATALOGUE = ROOT / "locale/vi/LC_MESSAGES/django.po"
FOR_PACKAGES = ROOT / "locale/packages/vi/LC_MESSAGES/django.po"
# Django asks for these by itself.
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
GETTEXT = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"))
GETTEXT |= dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
GETTEXT |= dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
GETTEXT |= dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))


# Templates


@cache
def quoted_words() -> frozenset[str]:
    """Every string that the program and its templates write out: among them the templates that they name."""
    in_code = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    in_templates = {
        word
        for name in TEMPLATE_NAMES
        for word in re.findall(r"""["']([^"']+\.\w+)["']""", (TEMPLATES / name).read_text())
    }
    return frozenset(in_code | in_templates)


def replaces_a_package_template(name: str) -> bool:
    """allauth, the admin and others ask for their templates by names that are ours to overwrite."""
    origins = [
        Path(origin.name)
        for loader in _plain(engines["django"].engine.template_loaders)
        for origin in loader.get_template_sources(name)
    ]
    return any(origin.is_file() and TEMPLATES not in origin.parents for origin in origins)


def _plain(loaders: list) -> Iterator:
    for loader in loaders:
        yield from getattr(loader, "loaders", None) or [loader]


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_every_template_is_used(name: str):
    assert name in ERROR_PAGES or name in quoted_words() or replaces_a_package_template(name)


@pytest.mark.parametrize("name", [name for name in TEMPLATE_NAMES if name.endswith(".html")])
def test_every_template_compiles(name: str):
    try:
        get_template(name)
    except TemplateDoesNotExist as missing:
        pytest.fail(f"{name} needs {missing}")


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_every_loaded_tag_library_is_used(name: str):
    tokens = Lexer((TEMPLATES / name).read_text()).tokenize()
    loads = [token.split_contents() for token in tokens if _is_tag(token, "load")]
    words = " ".join(token.contents for token in tokens if _has_code(token) and not _is_tag(token, "load"))

    unused = [
        library for load in loads if "from" not in load for library in load[1:] if not _uses(words, library)
    ]

    assert unused == []


def _has_code(token) -> bool:
    return token.token_type in (TokenType.BLOCK, TokenType.VAR)


def _is_tag(token, name: str) -> bool:
    return token.token_type == TokenType.BLOCK and token.contents.split()[0] == name


def _uses(words: str, library: str) -> bool:
    engine = engines["django"].engine
    known = engine.template_libraries[library]
    return any(re.search(rf"\b{re.escape(word)}\b", words) for word in {*known.tags, *known.filters})


# Words


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="vi")


def messages_in_code() -> Iterator[tuple[str, str, str | None]]:
    for path in SOURCES:
        with path.open("rb") as file:
            for line, message, _, context in extract("python", file, keywords=GETTEXT):
                yield f"{path.relative_to(ROOT)}:{line}", _singular(message), context


def messages_in_templates() -> Iterator[tuple[str, str, str | None]]:
    """Django rewrites a template as calls of gettext, which Babel's scanner of scripts reads."""
    for name in TEMPLATE_NAMES:
        calls = templatize((TEMPLATES / name).read_text())
        for line, message, _, context in extract("javascript", io.BytesIO(calls.encode()), keywords=GETTEXT):
            yield f"templates/{name}:{line}", _singular(message), context


def _singular(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]


def translations(entry) -> tuple[str, ...]:
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


@pytest.mark.parametrize("messages", [messages_in_code, messages_in_templates])
def test_every_word_for_people_is_in_the_catalogue(messages):
    found = list(messages())
    missing = [
        f"{where}: {text!r}" for where, text, context in found if catalogue().get(text, context) is None
    ]

    assert len(found) > 20, "the search for words has found too few"
    assert not missing, "without a Vietnamese translation:\n" + "\n".join(missing)


def test_every_entry_of_the_catalogue_is_translated_for_certain():
    entries = [entry for entry in catalogue() if entry.id]
    unfit = [entry.id for entry in entries if entry.fuzzy or not all(translations(entry))]

    assert entries
    assert unfit == []


def test_translations_keep_the_placeholders():
    wrong = [
        (entry.id, string)
        for entry in catalogue()
        if entry.id and isinstance(entry.id, str)
        for string in translations(entry)
        if placeholders(string) != placeholders(entry.id)
    ]
    assert wrong == []


# A catalogue of ours speaks for packages as well: these words are better so, or no page of theirs says them.
ALSO_THEIRS = {
    *("Add", "Administration", "Filter", "History", "Page not found", "Save", "Vietnamese"),
    *("Email", "Field", "Remove", "Sessions", "Text", "group", "name", "title", "today"),
}


def test_no_word_of_ours_changes_what_a_page_of_a_package_says():
    ours = {(entry.context, entry.id): entry.string for entry in catalogue() if entry.id}
    theirs = [
        (entry.context, entry.id)
        for file in (FOR_PACKAGES, *Path(django.__file__).parent.rglob("locale/vi/LC_MESSAGES/django.po"))
        for entry in read_po(io.BytesIO(file.read_bytes()), locale="vi")
        if ours.get((entry.context, entry.id), entry.string) != entry.string
    ]

    assert {word for _context, word in theirs} == ALSO_THEIRS


def test_people_are_addressed_in_one_way_or_not_at_all():
    """As papers of an office do it; “bên bạn” is the other side of an agreement."""
    familiar = re.compile(r"(?<!bên )\bbạn\b|\banh/chị\b|\bquý vị\b", re.IGNORECASE)
    said = [string for file in (ROOT / "locale").rglob("django.po") for string in _vietnamese(file)]

    assert len(said) > 1000
    assert [string for string in said if familiar.search(string)] == []


def _vietnamese(file: Path) -> Iterator[str]:
    with file.open("rb") as opened:
        for entry in read_po(opened, locale="vi"):
            yield from translations(entry)


# Models, settings and packages


def test_no_model_has_changed_without_a_migration(db):
    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=told)
    except SystemExit:
        pytest.fail(told.getvalue())


def test_the_example_of_settings_names_every_setting_that_the_environment_may_give():
    asked = set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", (ROOT / "coop/settings.py").read_text()))
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert named == asked


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "package-lock.json", ".npmrc"])
def test_lock_files_name_no_package_index(name: str):
    text = _without_funding((ROOT / name).read_text())

    assert not re.search(r"://|--(?:extra-)?index-url|--find-links", text)


def _without_funding(text: str) -> str:
    """npm's lock also keeps where the authors take money."""
    return re.sub(r'"url": "[^"]*"', "", text)
