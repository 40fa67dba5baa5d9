"""A module's source → the small faults that can be put into it, each by its place and what it does."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SPARED_CALLS = ("log.", "click.", "print", "console.", "self._tell", "self._warn")
"""What only tells somebody something that no answer depends on."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One small fault: on which line, in which function, what was done; and the whole source with it."""

    line: int
    inside: str
    what: str
    source: str

    @property
    def key(self) -> str:
        """By what it is known though lines move."""
        return f"{self.inside}: {self.what}"


def faults_of(source: str) -> list[Fault]:
    """Return every fault that can be put into a module."""
    tree = ast.parse(source)
    found = []
    for place, (node, inside) in enumerate(_nodes(tree)):
        for what, change in _changes(node):
            changed = deepcopy(tree)
            target = next(n for number, (n, _) in enumerate(_nodes(changed)) if number == place)
            if change(target):
                text = ast.unparse(ast.fix_missing_locations(changed))
                found.append(Fault(getattr(node, "lineno", 0), inside, what, text))
    return found


def _nodes(tree: ast.AST, inside: str = "module") -> Iterator[tuple[ast.AST, str]]:
    for child in _parts(tree):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            named = child.name if inside == "module" else f"{inside}.{child.name}"
            yield from _nodes(child, named)
        elif not isinstance(child, ast.Import | ast.ImportFrom):
            yield child, inside
            yield from _nodes(child, inside)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the children of a node; of what has a name its defaults and body only, not what decorates it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from (*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None), *node.body)
    elif isinstance(node, ast.ClassDef):
        yield from node.body
    else:
        yield from ast.iter_child_nodes(node)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], bool]]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARED:
        yield f"turned {ast.unparse(node)}", _turned
    if isinstance(node, ast.BoolOp):
        yield f"other connective in {ast.unparse(node)}", _reconnected
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"without not: {ast.unparse(node)}", _affirmed
    if isinstance(node, ast.If | ast.IfExp) and ast.unparse(node.test) != "TYPE_CHECKING":
        yield f"never: {ast.unparse(node.test)}", _never
    if isinstance(node, ast.Expr) and _is_deed(node):
        yield f"left out: {ast.unparse(node)[:80]}", _left_out
    if isinstance(node, ast.Raise):
        yield f"not raised: {ast.unparse(node)[:80]}", _left_out
    if isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
        yield f"other number than {node.value!r}", _renumbered


def _is_deed(node: ast.Expr) -> bool:
    value = node.value.value if isinstance(node.value, ast.Await) else node.value
    return isinstance(value, ast.Call) and not ast.unparse(value.func).startswith(SPARED_CALLS)


def _turned(node: ast.AST) -> bool:
    assert isinstance(node, ast.Compare)
    node.ops = [COMPARED[type(node.ops[0])]()]
    return True


def _reconnected(node: ast.AST) -> bool:
    assert isinstance(node, ast.BoolOp)
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return True


def _affirmed(node: ast.AST) -> bool:
    assert isinstance(node, ast.UnaryOp)
    node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    return True


def _never(node: ast.AST) -> bool:
    assert isinstance(node, ast.If | ast.IfExp)
    node.test = ast.Constant(False)
    return True


def _left_out(node: ast.AST) -> bool:
    assert isinstance(node, ast.Expr | ast.Raise)
    node.__class__ = ast.Expr
    setattr(node, "value", ast.Constant(None))  # noqa: B010 - a statement of either kind becomes one of the first
    return True


def _renumbered(node: ast.AST) -> bool:
    assert isinstance(node, ast.Constant)
    if isinstance(node.value, bool):
        node.value = not node.value
    elif isinstance(node.value, int | float):
        node.value = node.value * 4 + 3 if node.value else 1
    return True
