"""The public names of the room, found where they are said to be."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

from nlpwidgets import embeddings


@pytest.mark.parametrize("name", embeddings.__all__)
def test_a_name_is_what_it_says(name: str) -> None:
    found = getattr(embeddings, name)
    assert not isinstance(found, ModuleType), "a module of the same name would hide it once it is imported"


def test_no_module_hides_a_name() -> None:
    import pkgutil

    modules = {one.name for one in pkgutil.iter_modules(embeddings.__path__)}
    assert not modules & set(embeddings.__all__)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nearest'; it has"):
        embeddings.nearest  # noqa: B018


def test_importing_the_room_loads_nothing_heavy() -> None:
    heavy = "{'gensim', 'numba', 'torch', 'pandas', 'scipy', 'sklearn', 'openTSNE', 'umap'}"
    code = f"import sys, nlpwidgets.embeddings; print(sorted({heavy} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
