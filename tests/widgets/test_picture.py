"""Pictures of what no XML may hold: the renderer would end the process."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import gensim
import numpy as np
import pytest

import nlpwidgets as nw

if TYPE_CHECKING:
    from pathlib import Path

ODD = ["a\x00b", "\ud800x", "\x1b[0m", "\ufffe", "\x85", "a", "b", "c"]


def vectors() -> gensim.models.KeyedVectors:
    found = gensim.models.KeyedVectors(5)
    found.add_vectors(ODD, np.random.default_rng(0).standard_normal((len(ODD), 5)).astype("f"))
    return found


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_control_characters_can_be_saved(tmp_path: Path, suffix: str) -> None:
    widget = nw.AnalogySolver(vectors(), a="a", b="b", c="c")
    path = widget.save_image(tmp_path / f"image{suffix}")
    assert path.stat().st_size > 1000
    if suffix == ".svg":
        texts = [one.text for one in ET.parse(path).iter() if one.text]
        assert "a\ufffdb" in texts


def test_widgets_of_odd_texts_have_a_picture() -> None:
    for widget in (
        nw.AnalogySolver(vectors(), a="a", b="b", c="c"),
        nw.EmbeddingProjector(vectors()),
        nw.PreprocessingExplorer("a \x00 \x1b text"),
        nw.VectorizerExplorer(["one \x00\x01 text", "another \x1b text"]),
    ):
        assert "image/png" in widget._repr_mimebundle_()[0], type(widget).__name__
