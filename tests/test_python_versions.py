"""What newer Pythons read otherwise."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = [ROOT / "app.py", ROOT / "main.py"]
FILES += [file for hall in ("core", "ui", "pages", "deploy", "benchmarks") for file in (ROOT / hall).rglob("*.py")]


def clashes(text):
    """Lines of comprehensions in functions whose variable has the name of something of the module that is used there too.

    Python 3.12.0 to 3.12.3 then no longer find the module's (CPython gh-118513).
    """
    tree = ast.parse(text)
    known = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    known |= {
        alias.asname or alias.name
        for node in ast.walk(tree)
        for alias in getattr(node, "names", ())
        if isinstance(alias, ast.alias)
    }
    known |= {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for part in ast.walk(function):
            if isinstance(part, ast.ListComp | ast.SetComp | ast.DictComp):
                own = {
                    name.id for each in part.generators for name in ast.walk(each.target) if isinstance(name, ast.Name)
                }
                inside = set(ast.walk(part))
                used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and node not in inside}
                found += [part.lineno] if own & known & used else []
    return found


def test_no_comprehension_hides_a_name_of_its_module_that_the_same_function_uses():
    assert {
        str(file.relative_to(ROOT)): lines for file in FILES if (lines := clashes(file.read_text(encoding="utf-8")))
    } == {}


def test_control_the_clash_that_ends_a_program_on_python_3_12_1_is_found():
    text = "def scene(x):\n    return x\n\n\ndef all_of(xs):\n    return [scene.y for scene in xs], [scene(x) for x in xs]\n"
    assert clashes(text) == [6]
