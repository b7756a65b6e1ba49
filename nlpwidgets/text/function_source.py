"""The source of a user's function, with what it needs."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
import symtable
import textwrap
import types
from typing import Any

from nlpwidgets.text._step import StepCode

PLAIN = (str, bytes, int, float, bool, complex, type(None))


def function_code(function: Any, called: str) -> StepCode:
    """Return a user's function as plain Python.

    Parameters
    ----------
    function : callable
    called : str
        How errors name it: "step 2, clean,".

    Raises
    ------
    ValueError
        The source cannot be had, or it needs what cannot be written down.
    """
    expression = _built_in(function)
    if expression:
        return StepCode((), "", expression)
    if not isinstance(function, types.FunctionType):
        if isinstance(function, types.BuiltinFunctionType) and function.__module__:
            return StepCode((f"from {function.__module__} import {function.__name__}",), "", function.__name__)
        raise ValueError(
            f"{called} is no function defined with def or lambda, so its source cannot be written; wrap it in a function"
        )
    imports: dict[str, None] = {}
    definitions: dict[str, str] = {}
    name = "step_function" if function.__name__ == "<lambda>" else function.__name__
    _add_function(name, function, called, imports, definitions)
    return StepCode(tuple(imports), "\n\n".join(definitions.values()), name)


def _built_in(function: Any) -> str | None:
    """Return what to write for str.lower and the like."""
    owner = getattr(function, "__objclass__", None)
    if owner is str:
        return f"str.{function.__name__}"
    name = getattr(function, "__name__", None)
    return name if isinstance(name, str) and getattr(builtins, name, None) is function else None


def _add_function(
    name: str, function: types.FunctionType, called: str, imports: dict[str, None], definitions: dict[str, str]
) -> None:
    if function.__code__.co_freevars:
        held = ", ".join(function.__code__.co_freevars)
        raise ValueError(
            f"{called} uses {held} of the function around it; pass values as defaults of arguments instead"
        )
    if hasattr(function, "__wrapped__"):
        raise ValueError(f"{called} has a decorator that hides its source; pass the plain function")
    source = _source(name, function, called)
    definitions[name] = ""  # a function may call itself
    for other in _names(source):
        if other != name and other not in definitions and other in function.__globals__:
            _add_needed(other, function, called, imports, definitions)
    # what it needs stands before it
    del definitions[name]
    definitions[name] = source


def _add_needed(
    name: str, function: types.FunctionType, called: str, imports: dict[str, None], definitions: dict[str, str]
) -> None:
    """Write down something of its module that a function needs; what is of other modules is imported."""
    value = function.__globals__[name]
    if isinstance(value, types.ModuleType):
        imports[f"import {value.__name__}" + ("" if value.__name__ == name else f" as {name}")] = None
    elif isinstance(value, re.Pattern):
        imports["import re"] = None
        definitions[name] = f"{name} = re.compile({value.pattern!a}, {value.flags})\n"
    elif _is_plain(value):
        definitions[name] = f"{name} = {value!r}\n"
    elif isinstance(value, types.FunctionType) and value.__module__ == function.__module__:
        _add_function(name, value, f"{called} needs {name}, which", imports, definitions)
    elif getattr(value, "__module__", None) not in {"__main__", None} and hasattr(value, "__qualname__"):
        if "." in value.__qualname__:
            raise ValueError(f"{called} needs {name} ({value!r:.60}), which cannot be imported by name")
        alias = "" if value.__qualname__ == name else f" as {name}"
        imports[f"from {value.__module__} import {value.__qualname__}{alias}"] = None
    else:
        raise ValueError(
            f"{called} needs {name}, a {type(value).__name__}, which cannot be written as code; make it inside the function"
        )


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return type(value) is dict and all(_is_plain(part) for pair in value.items() for part in pair)
    if type(value) in {list, tuple, set, frozenset}:
        return all(map(_is_plain, value))
    return type(value) in PLAIN and (not isinstance(value, float) or abs(value) < float("inf"))


def _names(source: str) -> list[str]:
    """Return the names of its module that a source reads, in order; annotations are not read, arguments are its own."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
    outer = _outer(symtable.symtable(ast.unparse(tree), "", "exec"))
    read = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return [name for name in dict.fromkeys(read) if name in outer]


def _outer(table: symtable.SymbolTable) -> set[str]:
    """Return the names that are looked up in the module, from here or from what is defined inside."""
    module = table.get_type() == "module"
    found = {
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() or (module and symbol.is_referenced())
    }
    return found.union(*map(_outer, table.get_children()))


def _source(name: str, function: types.FunctionType, called: str) -> str:
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError) as error:
        raise ValueError(
            f"{called} has no source to be had ({error}); define it in a file or a notebook cell"
        ) from error
    if function.__name__ != "<lambda>":
        tree = ast.parse(source)
        definition = tree.body[0]
        if isinstance(definition, ast.FunctionDef) and definition.name == name:
            return source.rstrip() + "\n"
        raise ValueError(f"{called} is known by another name than it was defined with; define it with def {name}")
    return f"{name} = {_lambda(source, function, called)}\n"


def _lambda(source: str, function: types.FunctionType, called: str) -> str:
    """Return the text of the lambda, which may stand anywhere in the lines that are its source."""
    found = []
    for start in re.finditer(r"\blambda\b", source):
        for stop in range(len(source), start.end(), -1):
            try:
                node = ast.parse(source[start.start() : stop], mode="eval").body
            except SyntaxError:
                continue
            if isinstance(node, ast.Lambda):
                text = source[start.start() : stop].strip()
                code = next(part for part in compile(text, "", "eval").co_consts if isinstance(part, types.CodeType))
                if (code.co_code, code.co_consts, code.co_names) == (
                    function.__code__.co_code,
                    function.__code__.co_consts,
                    function.__code__.co_names,
                ):
                    found.append(text)
                break
    if len(set(found)) != 1:
        raise ValueError(f"{called} is a lambda that cannot be told apart in its source; define it with def")
    return found[0]
