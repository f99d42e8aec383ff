"""Every act that the program can write has words for people: the verbs are read from the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tasks.history import VERBS
from tasks.states import Move

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for package in ("coop", "agreements", "tasks")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts and path != ROOT / "coop/shared/events.py"
]
WRITERS = {"record", "record_many", "Event"}
EVERY_MOVE = {move.value for move in Move}


def verbs_written(path: Path) -> set[str]:
    """The verbs of all calls that write an Event. Raises AssertionError where one cannot be told."""
    tree = ast.parse(path.read_text())
    return {
        verb
        for function in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]
        for call in own_calls(function)
        if writes_an_act(call)
        for verb in said(verb_of(call, path), function, tree, path)
    }


def own_calls(function: ast.AST) -> Iterator[ast.Call]:
    """The calls of this body, without those of functions inside it, which are walked as well."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, ast.FunctionDef):
            waiting += ast.iter_child_nodes(node)


def writes_an_act(call: ast.Call) -> bool:
    return name_of(call) in WRITERS or any(keyword.arg == "verb" for keyword in call.keywords)


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def verb_of(call: ast.Call, path: Path) -> ast.expr:
    found = [keyword.value for keyword in call.keywords if keyword.arg == "verb"]
    assert found, f"{path}:{call.lineno} writes an act without naming its verb"
    return found[0]


def said(node: ast.expr, function: ast.AST, tree: ast.Module, path: Path) -> set[str]:
    """What the expression can be: a text, a Move, either of two, a name, or what callers hand in."""
    if isinstance(node, ast.Constant):
        return {node.value}
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Move":
        return {Move[node.attr].value}
    if isinstance(node, ast.IfExp):
        return said(node.body, function, tree, path) | said(node.orelse, function, tree, path)
    if isinstance(node, ast.Call) and name_of(node) == "Move":
        return EVERY_MOVE
    if isinstance(node, ast.Name):
        return of_name(node, function, tree, path)
    raise AssertionError(f"{path}:{node.lineno}: which verb is {ast.unparse(node)}?")


def of_name(name: ast.Name, function: ast.AST, tree: ast.Module, path: Path) -> set[str]:
    parameters = {argument.arg: argument for argument in parameters_of(function)}
    if name.id in parameters:
        kind = ast.unparse(parameters[name.id].annotation)
        return EVERY_MOVE if kind == "Move" else handed_in(name.id, function, tree, path)
    values = [*assigned(name.id, function), *assigned(name.id, tree)]
    assert values, f"{path}:{name.lineno}: where does {name.id} come from?"
    return said(values[0], function, tree, path)


def parameters_of(function: ast.AST) -> list[ast.arg]:
    arguments = getattr(function, "args", None)
    return [*arguments.args, *arguments.kwonlyargs] if arguments else []


def assigned(name: str, scope: ast.AST) -> list[ast.expr]:
    return [
        node.value
        for node in getattr(scope, "body", [])
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == [name]
    ]


def handed_in(name: str, function: ast.FunctionDef, tree: ast.Module, path: Path) -> set[str]:
    """A private function writes what the calls in its own module hand to it."""
    assert function.name.startswith("_"), f"{path}: {function.name} writes any verb that others hand in"
    place = [argument.arg for argument in parameters_of(function)].index(name)
    found: set[str] = set()
    for caller in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for call in own_calls(caller):
            if name_of(call) == function.name:
                named = [keyword.value for keyword in call.keywords if keyword.arg == name]
                found |= said((named or call.args[place:])[0], caller, tree, path)
    assert found, f"{path}: nobody calls {function.name}"
    return found


def test_every_verb_that_the_program_writes_has_its_words_and_no_word_is_left_over():
    written = {verb for path in SOURCES for verb in verbs_written(path)}

    assert written == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_the_words_are_vietnamese(verb):
    with translation.override("en"):
        english = str(VERBS[verb])
    with translation.override("vi"):
        assert str(VERBS[verb]) not in (english, verb)


@pytest.mark.parametrize(
    ("source", "verbs"),
    [
        ("def act():\n record(by=x, verb='seen', target=y)", {"seen"}),
        ("def act(on):\n move = Move.ACCEPT if on else Move.PAUSE\n record(verb=move)", {"accept", "pause"}),
        ("def act(move: Move):\n record_many(by=x, verb=move, targets=[])", EVERY_MOVE),
        ("LOADED = 'loaded'\ndef act():\n events.record(verb=LOADED)", {"loaded"}),
        ("def _note(verb: str):\n record(verb=verb)\ndef act():\n _note('a')\n _note(verb='b')", {"a", "b"}),
        ("def act():\n Event.objects.bulk_create([Event(verb='quiet')])", {"quiet"}),
        ("def act():\n Event.objects.create(verb='quiet')", {"quiet"}),
    ],
)
def test_the_search_finds_a_verb_however_it_is_written(tmp_path, source, verbs):
    (tmp_path / "module.py").write_text(source)

    assert verbs_written(tmp_path / "module.py") == verbs


@pytest.mark.parametrize(
    "source",
    [
        "def act(verb: str):\n record(verb=verb)",
        "def act(row):\n record(verb=row.verb)",
        "def act(row):\n record(verb=f'{row}_done')",
        "def act(values):\n record(**values)",
        "def act():\n record(verb=nowhere)",
    ],
)
def test_a_verb_that_cannot_be_told_is_an_error_and_not_a_gap(tmp_path, source):
    (tmp_path / "module.py").write_text(source)

    with pytest.raises(AssertionError):
        verbs_written(tmp_path / "module.py")
