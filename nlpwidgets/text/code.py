"""A pipeline as plain Python."""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from typing import TYPE_CHECKING, Any

from nlpwidgets.text._step import StepCode
from nlpwidgets.text.function_source import function_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlpwidgets.text.resolving import Step


def to_code(steps: Sequence[Step], workers: Sequence[Any]) -> str:
    """Return the text of a module with a function ``preprocess(text)``.

    Raises
    ------
    ValueError
        The source of a step's function cannot be had.
    """
    imports: set[str] = set()
    taken: dict[str, str] = {"preprocess": "", "text": ""}
    definitions: list[str] = []
    calls: list[str] = []
    for index, (step, worker) in enumerate(zip(steps, workers, strict=True)):
        code = worker.code() if step.function is None else function_code(step.function, f"step {index}, {step.name},")
        imports.update(code.imports)
        call, pieces = _placed(code, taken)
        definitions += pieces
        calls.append(f"    text = {call}(text)\n")
    parts = ["from __future__ import annotations\n"]
    if imports:
        parts.append("\n".join(_sorted(imports)) + "\n")
    parts += definitions
    parts.append(
        "def preprocess(text: str) -> str:\n"
        f'    """Return the text after {_listed(steps)}."""\n' + "".join(calls) + "    return text\n"
    )
    return "\n\n".join(part.strip("\n") + "\n" for part in parts).replace("\n\n\n\n", "\n\n\n")


def _listed(steps: Sequence[Step]) -> str:
    names = [re.sub(r"[^\w.]", "", step.name) or "a function" for step in steps]
    return ", ".join(names) or "no step"


def _sorted(imports: set[str]) -> list[str]:
    return sorted(imports, key=lambda line: (line.startswith("from"), line))


def _placed(code: StepCode, taken: dict[str, str]) -> tuple[str, list[str]]:
    """Return the function's name and the definitions that are not there yet, renamed where another has the name."""
    lines = code.definitions.splitlines(keepends=True)
    pieces: list[tuple[list[str], str]] = []
    for node in ast.parse(code.definitions).body:
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        pieces.append((_defined(node), "".join(lines[first - 1 : node.end_lineno])))
    if not pieces:  # an imported function, or an expression such as str.lower
        return code.function, []
    own = {name for names, _ in pieces for name in names}
    clash = {name for names, source in pieces for name in names if taken.get(name, source) != source}
    if clash:
        # what uses a renamed thing is another thing itself
        number = 2
        while any(f"{name}_{number}" in taken for name in own):
            number += 1
        renamed = {name: f"{name}_{number}" for name in own}
        return _placed(
            StepCode((), _rename(code.definitions, renamed), renamed.get(code.function, code.function)), taken
        )
    added = []
    for names, source in pieces:
        if not names or any(name not in taken for name in names):
            added.append(source)
        taken.update(dict.fromkeys(names, source))
    return code.function, added


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [found.id for target in targets for found in ast.walk(target) if isinstance(found, ast.Name)]


def _rename(source: str, names: dict[str, str]) -> str:
    """Return the source with names of the module renamed; attributes, and names of arguments in calls, stay."""
    kept = {(node.lineno, node.col_offset) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.keyword)}
    lines = source.splitlines(keepends=True)
    before = ""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        row, column = token.start
        place = (row, len(lines[row - 1][:column].encode()) if row <= len(lines) else 0)
        if token.type == tokenize.NAME and token.string in names and before != "." and place not in kept:
            found.append((row - 1, column, token.string))
        if token.string.strip() and not keyword.iskeyword(token.string):
            before = token.string
        elif token.string.strip():
            before = ""
    for row, column, name in reversed(found):
        lines[row] = lines[row][:column] + names[name] + lines[row][column + len(name) :]
    return "".join(lines)
