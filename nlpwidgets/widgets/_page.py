"""One self-contained page of a widget: its numbers, style and script in a single HTML file."""

from __future__ import annotations

import base64
import html
import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PAGE_BYTES = 64_000_000
"""Largest page saved without asking for more."""

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
PAGE_STYLE = (
    ":root { color-scheme: light dark; } "
    "body { margin: 0; padding: 16px; background: light-dark(#f5f6f8, #101317); } "
    "main { max-width: 1400px; margin: 0 auto; } "
    "@media (max-width: 500px) { body { padding: 4px; } }"
)


def plain(value: Any) -> Any:
    """Return what JSON can hold: bytes of packed arrays become base64."""
    if isinstance(value, dict):
        if "data" in value and "dtype" in value:
            return {
                "dtype": value["dtype"],
                "shape": list(value["shape"]),
                "base64": base64.b64encode(value["data"]).decode(),
            }
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value


def check_size(max_bytes: Any) -> None:
    """Refuse a size that is no whole number."""
    if not isinstance(max_bytes, int) or isinstance(max_bytes, bool):
        raise TypeError(f"max_bytes is a whole number, not {max_bytes!r:.60}")


def save_page(
    path: Path, stem: str, static: Path, props: dict[str, Any], *, title: str, max_bytes: int = PAGE_BYTES
) -> tuple[Path, int]:
    """Write the page; return its absolute path and its size in bytes.

    Raises
    ------
    TypeError
        `title` is no text, or `max_bytes` no whole number.
    ValueError
        It would be larger than `max_bytes`.
    """
    if not isinstance(title, str):
        raise TypeError(f"title is a text, not {title!r:.60}")
    check_size(max_bytes)
    script = static / f"{stem}.page.js"
    if not script.is_file():
        raise RuntimeError(f"{script.name} is not built: run `make setup` in the source tree, or install the wheel")
    state = json.dumps({"props": plain(props)}, separators=(",", ":"), allow_nan=False)
    page = (
        "<!DOCTYPE html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{PAGE_STYLE}</style>\n"
        f"<style>{_inline_style((static / f'{stem}.css').read_text(encoding='utf-8'))}</style>\n"
        "</head>\n<body>\n<main>\n"
        f'<div class="nlpw-page" data-widget="{stem}"><script type="application/json">{_inline_json(state)}</script></div>\n'
        "</main>\n"
        f"<script>{_inline_script(script.read_text(encoding='utf-8'))}</script>\n"
        "</body>\n</html>\n"
    ).encode(errors="replace")
    if len(page) > max_bytes:
        raise ValueError(
            f"the page would have {len(page) / 1e6:.1f} MB, more than max_bytes={max_bytes:,}: "
            "show less of it, a shorter text for instance, or raise max_bytes"
        )
    return write_atomically(path, page), len(page)


def write_atomically(path: Path, content: bytes | str) -> Path:
    """Write a file beside `path` and move it there: no half file is ever seen. Return the absolute path."""
    data = content.encode() if isinstance(content, str) else content
    path = path.expanduser().absolute()
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}")
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the name of a file in it")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _inline_json(text: str) -> str:
    # "<" inside a JSON string may be written as an escape: no tag can begin then
    return text.replace("<", "\\u003c")


def _inline_script(text: str) -> str:
    # these two can only stand in strings, templates and regular expressions, where the escape means the same
    return text.replace("</script", "<\\/script").replace("<!--", "\\x3c!--")


def _inline_style(text: str) -> str:
    return text.replace("</style", "<\\/style")
