"""The texts that the statistics give their results in English, collected from the code itself.

An expression that ends in a field of a Result is followed to the strings that it can be: through names, branches,
arguments of the module's own functions and what these return. A place that the code fills is a slot, written `{}`.
"""

import ast
from collections.abc import Iterator
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import NamedTuple

from languages import ROOT

SLOT = "{}"
FIELDS = ("method", "interval_method", "p_method", "reason")
# Calls whose arguments are such texts: name -> place of the argument -> field.
CALLS = {
    "NotComputableError": {0: "reason"},
    "no_interval": {0: "reason"},
    "not_computable": {0: "reason", 2: "method"},
    "told": {0: "p_method"},
    "statistic": {0: "method"},
}
RESULTS = ("Result", "replace", "spread", "LeaveOneOut", *CALLS)
# Modules that only pass texts on.
PASSING = ("result.py", "statistic.py", "over_many_tables.py", "null_distributions.py")
HOW = ("exact", "Monte Carlo")  # what `P.told` puts in the place of {how}


class Text(NamedTuple):
    field: str
    text: str
    where: str


class Module:
    def __init__(self, path: Path):
        self.name, self.tree = path.name, ast.parse(path.read_text("utf-8"))
        self.functions = {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}
        self.parent = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def imported(self) -> dict[str, "Module"]:
        """Name -> the module of the statistics that it comes from."""
        found = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wavework.statistics."):
                path = ROOT / "workflow" / f"{node.module.replace('.', '/')}.py"
                found |= {alias.name: Module(path) for alias in node.names}
        return found

    def function_of(self, node: ast.AST) -> ast.FunctionDef | None:
        while node in self.parent:
            node = self.parent[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None

    def strings(self, node: ast.AST | None, scope: ast.AST | None, depth: int = 0) -> set[str]:
        """What an expression can be; a slot where that is not known."""
        inner = lambda part: self.strings(part, scope, depth + 1)  # noqa: E731
        if depth > 12 or node is None:
            return {SLOT}
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else {SLOT}
        if isinstance(node, ast.JoinedStr):
            return {"".join(parts) for parts in product(*map(inner, node.values))}
        if isinstance(node, ast.FormattedValue):
            return inner(node.value)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return {first + second for first, second in product(inner(node.left), inner(node.right))}
        if isinstance(node, ast.IfExp):
            return inner(node.body) | inner(node.orelse)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            return self._values_of(node.value.id)
        if isinstance(node, ast.Name):
            return self._named(node.id, scope, depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self._returned(node.func.id, depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            return {"first", "second", "third", "first and the second", "first and the third", "second and the third",
                    "first and the second and the third"}  # fmt: skip  # of `complete_units`, the only one
        return {SLOT}

    def _values_of(self, name: str) -> set[str]:
        """The values of a dictionary of the module, or of one that it imports."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and node.targets[0].id == name and isinstance(node.value, ast.Dict):
                return {text for value in node.value.values for text in self.strings(value, None)}
        return self.imported[name]._values_of(name) if name in self.imported else {SLOT}

    def _returned(self, name: str, depth: int) -> set[str]:
        if name in self.imported and name not in self.functions:
            return self.imported[name]._returned(name, depth)
        if name not in self.functions:
            return {SLOT}
        function = self.functions[name]
        values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
        return {text for value in values for text in self.strings(value, function, depth + 1)}

    def _named(self, name: str, scope: ast.AST | None, depth: int) -> set[str]:
        """What a name can be: all that is assigned to it where it stands, its arguments, a constant of the module."""
        found: set[str] = set()
        for node in ast.walk(scope or ast.Module([], [])):
            if isinstance(node, ast.Assign):
                found |= self._assigned(node, name, scope, depth)
            if isinstance(node, ast.For) and name in {each.id for each in ast.walk(node.target) if _is_name(each)}:
                found |= self._looped(node, name, scope, depth)
        if isinstance(scope, ast.FunctionDef):
            found |= self._arguments(name, scope, depth)
        if found:
            return found
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and _is_name(node.targets[0]) and node.targets[0].id == name:
                return self.strings(node.value, None, depth + 1)
        return {SLOT}

    def _assigned(self, node: ast.Assign, name: str, scope: ast.AST | None, depth: int) -> set[str]:
        (target,) = node.targets
        if _is_name(target) and target.id == name:
            return self.strings(node.value, scope, depth + 1)
        if isinstance(target, ast.Tuple):
            places = [place for place, each in enumerate(target.elts) if _is_name(each) and each.id == name]
            for place in places:
                if isinstance(node.value, ast.Tuple):
                    return self.strings(node.value.elts[place], scope, depth + 1)
                if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
                    return self._returned_at(node.value.func.id, place, depth)
        return set()

    def _returned_at(self, name: str, place: int, depth: int) -> set[str]:
        """What stands at a place of the tuples that a function returns."""
        if name in self.imported and name not in self.functions:
            return self.imported[name]._returned_at(name, place, depth)
        if name not in self.functions:
            return {SLOT}
        function = self.functions[name]
        values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
        parts = [value.elts[place] for value in values if isinstance(value, ast.Tuple)]
        return {text for part in parts for text in self.strings(part, function, depth + 1)}

    def _looped(self, node: ast.For, name: str, scope: ast.AST | None, depth: int) -> set[str]:
        if isinstance(node.iter, ast.Tuple):
            place = [each.id for each in node.target.elts].index(name) if isinstance(node.target, ast.Tuple) else None
            parts = [each if place is None else each.elts[place] for each in node.iter.elts]
            return {text for part in parts for text in self.strings(part, scope, depth + 1)}
        if isinstance(node.iter, ast.Call) and isinstance(node.iter.args[0], ast.Name):  # zip(NAMES, …)
            names = next(n.value for n in self.tree.body if isinstance(n, ast.Assign) and _is_name(n.targets[0])
                         and n.targets[0].id == node.iter.args[0].id)  # fmt: skip
            return {text for part in names.elts for text in self.strings(part, None)}
        return {SLOT}

    def _arguments(self, name: str, function: ast.FunctionDef, depth: int) -> set[str]:
        own = [argument.arg for argument in function.args.args]
        if name not in own:
            return set()
        found = set()
        for call in ast.walk(self.tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function.name:
                given = [word.value for word in call.keywords if word.arg == name]
                given += call.args[own.index(name) : own.index(name) + 1]
                found |= {text for each in given for text in self.strings(each, self.function_of(call), depth + 1)}
        defaults = dict(zip(reversed(own), reversed(function.args.defaults), strict=False))
        return found | (self.strings(defaults[name], None) if name in defaults else set())

    def texts(self) -> Iterator[Text]:
        """Every text of a field of a Result that the module makes."""
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called not in RESULTS:
                continue
            fields = [(field, node.args[at]) for at, field in CALLS.get(called, {}).items() if at < len(node.args)]
            fields += [(word.arg, word.value) for word in node.keywords if word.arg in FIELDS]
            for field, value in fields:
                for text in self.strings(value, self.function_of(node)):
                    words = self._values_of(node.args[2].id) if called == "statistic" and len(node.args) > 2 else ()
                    yield from self._each(field, text, words, f"{self.name}:{node.lineno}")

    def _each(self, field: str, text: str, words: set[str], where: str) -> Iterator[Text]:
        """The text with what stands for {how}, {zeros} or {method} in it."""
        choices = {"{how}": HOW, "{zeros}": ("pratt", "wilcox"), "{method}": words, "{test}": words}
        for name, values in choices.items():
            if name in text:
                for value in values:
                    yield from self._each(field, text.replace(name, value), words, where)
                return
        yield Text(field, text, where)


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def english_texts() -> list[Text]:
    """All of them, the empty ones left out; why a published value has no number beside it among the reasons."""
    found: list[Text] = []
    for path in sorted((ROOT / "workflow/wavework/statistics").glob("*.py")):
        if path.name not in PASSING:
            found += Module(path).texts()
    for script in sorted((ROOT / "workflow/scripts").glob("*.py")):
        if "wavework.statistics" in script.read_text("utf-8"):
            found += Module(script).texts()
    found += Module(ROOT / "workflow/wavework/statistics/over_many_tables.py").texts()
    published = Module(ROOT / "workflow/wavework/published.py")
    for node in ast.walk(published.tree):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            values = [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "why"]
            found += [Text("reason", value.value, f"published.py:{node.lineno}") for value in values]
    return [each for each in dict.fromkeys(found) if each.text]
