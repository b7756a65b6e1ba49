"""Write the TypeScript types of every widget's traits to js/src/protocol/<stem>.gen.ts, those of all to base.gen.ts.

Run it as ``python js/generate_types.py``; with ``--check`` nothing is written and stale files fail.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import sys
import textwrap
import types
import typing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
OUT = ROOT / "js" / "src" / "protocol"
# Shapes that several widgets have, by the Python module that holds them; the codec's is written by hand.
SHARED = {"nlpwidgets.widgets._base": "./base.gen", "nlpwidgets.widgets._wire": "./codec"}
HEADER = "// Generated from the Python traits by js/generate_types.py; do not edit.\n\n"
PRIMITIVES = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    bytes: "DataView",
    Any: "unknown",
}


def typescript(shape: Any, found: dict[str, Any]) -> str:
    """TypeScript for a Python type; TypedDicts met on the way are collected in `found`."""
    if shape in PRIMITIVES:
        return PRIMITIVES[shape]
    if typing.is_typeddict(shape):
        found[shape.__name__] = shape
        return shape.__name__
    origin, args = typing.get_origin(shape), typing.get_args(shape)
    if origin is typing.Literal:
        return " | ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in args)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(typescript(arg, found) for arg in args)
    if origin is list:
        inner = typescript(args[0], found)
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if origin is dict:
        return f"Record<string, {typescript(args[1], found)}>"
    raise TypeError(f"no TypeScript form for {shape!r}")


def comment(text: str, indent: str) -> str:
    """`text` as a TypeScript doc comment."""
    lines = textwrap.wrap(" ".join(text.split()), 110)
    if not lines:
        return ""
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in lines) + f"{indent} */\n"


def field_comments(shape: Any) -> dict[str, str]:
    """Collect the strings under the fields of a TypedDict."""
    body = ast.parse(textwrap.dedent(inspect.getsource(shape))).body[0].body  # type: ignore[attr-defined]
    found, last = {}, None
    for node in body:
        if isinstance(node, ast.AnnAssign):
            last = node.target.id  # type: ignore[union-attr]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and last:
            found[last] = str(node.value.value)
    return found


def interface(shape: Any, found: dict[str, Any]) -> str:
    """TypeScript interface of a TypedDict."""
    comments = field_comments(shape)
    fields = "".join(
        comment(comments.get(name, ""), "  ") + f"  {name}: {typescript(kind, found)};\n"
        for name, kind in typing.get_type_hints(shape).items()
    )
    return comment(inspect.getdoc(shape) or "", "") + f"export interface {shape.__name__} {{\n{fields}}}\n"


def interfaces(shapes: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """TypeScript of all shapes but those that are shared, which are returned beside it."""
    text, done, shared = "", set(), {}
    while set(shapes) - done:
        for name in sorted(set(shapes) - done):
            written = interface(shapes[name], shapes)  # of a shared one, too: it may hold others
            if shapes[name].__module__ in SHARED:
                shared[name] = shapes[name]
            else:
                text += written + "\n"
            done.add(name)
    return text, shared


def imports(shared: dict[str, Any]) -> str:
    """Lines that import the shared shapes."""
    sources: dict[str, list[str]] = {}
    for name, shape in shared.items():
        sources.setdefault(SHARED[shape.__module__], []).append(name)
    lines = (
        f'import type {{ {", ".join(sorted(names))} }} from "{source}";\n' for source, names in sorted(sources.items())
    )
    return "".join(lines) + ("\n" if sources else "")


def base(shared: dict[str, Any]) -> str:
    """Write the file of the shapes that several widgets have."""
    own = {name: shape for name, shape in shared.items() if SHARED[shape.__module__] == "./base.gen"}
    return HEADER + "\n".join(interface(own[name], {}) for name in sorted(own))


def module_for(widget: type) -> tuple[str, dict[str, Any]]:
    """Write the whole file for one widget class; return it with the shared shapes that it imports."""
    found: dict[str, Any] = {}
    props, emitted = "", []
    traits = {name: trait for name, trait in widget.class_traits().items() if trait.metadata.get("writer")}  # type: ignore[attr-defined]
    for name, trait in traits.items():
        if trait.metadata["writer"] != "kernel":
            emitted.append(name)
        props += comment(f"{trait.help} Written by: {trait.metadata['writer']}.", "  ")
        props += f"  readonly {name}: {typescript(trait.metadata['shape'], found)};\n"
    own, shared = interfaces(found)
    title = widget.__name__
    text = (
        HEADER
        + imports(shared)
        + own
        + comment(f"All traits of {title}.", "")
        + f"export interface {title}Props {{\n{props}}}\n\n"
        + comment(f"What the page may write of {title}.", "")
        + f"export type {title}Emit = Pick<{title}Props, {' | '.join(chr(34) + n + chr(34) for n in emitted) or 'never'}>;\n\n"
        + f"export const keys = [\n{''.join(f'  {chr(34)}{n}{chr(34)},{chr(10)}' for n in traits)}] as const;\n"
    )
    return text, shared


def rooms() -> list[str]:
    """Stems of all widgets."""
    return sorted(path.stem for path in (ROOT / "nlpwidgets" / "widgets").glob("[a-z]*.py"))


def main() -> int:
    """Write or check all files; 1 when something is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a file is stale")
    check = parser.parse_args().check
    texts: dict[Path, str] = {}
    shared: dict[str, Any] = {}
    for stem in rooms():
        module = importlib.import_module(f"nlpwidgets.widgets.{stem}")
        widget = getattr(module, "".join(part.capitalize() for part in stem.split("_")))
        texts[OUT / f"{stem}.gen.ts"], its = module_for(widget)
        shared |= its
    texts[OUT / "base.gen.ts"] = base(shared)
    stale = []
    for target, text in texts.items():
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(target.relative_to(ROOT))
            if not check:
                target.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path} {'is stale: run `make types`' if check else 'written'}")  # noqa: T201
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
