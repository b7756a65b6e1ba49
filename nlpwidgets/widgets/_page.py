"""One self-contained page: the view's script, its style and its state, with nothing to load."""

from __future__ import annotations

import base64
import html
import json
import os
import tempfile
from pathlib import Path
from typing import Any

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


def page_html(*, title: str, stem: str, props: dict[str, Any], css: str, script: str) -> str:
    """Return the text of the page; `js/src/protocol/page.ts` reads it."""
    state = json.dumps({"props": _with_base64(props)}, ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; padding: 16px; background: light-dark(#f5f6f8, #101317); }}
.nlpw-page {{ max-width: 1400px; margin: 0 auto; }}
{_inside(css, "style")}
</style>
</head>
<body>
<main class="nlpw-page" data-widget="{stem}">
<script type="application/json">{state}</script>
</main>
<script>{_inside(script, "script")}</script>
</body>
</html>
"""


def write_atomically(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return path


def _with_base64(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview, bytearray)):
        raise TypeError("bytes outside an array")
    if isinstance(value, dict):
        if value.keys() == {"dtype", "shape", "data"}:
            return {
                **{k: value[k] for k in ("dtype", "shape")},
                "base64": base64.b64encode(value["data"]).decode("ascii"),
            }
        return {key: _with_base64(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_base64(inner) for inner in value]
    return value


def _inside(text: str, tag: str) -> str:
    """`text` so that it cannot end the element around it."""
    return text.replace(f"</{tag}", f"<\\/{tag}").replace("<!--", "<\\!--")
