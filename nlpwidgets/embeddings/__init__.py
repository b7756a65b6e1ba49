"""Word vectors: load and train them, ask them for neighbours and analogies, measure them, project them.

The one currency is gensim's ``KeyedVectors``. Importing this package loads no gensim, numba or torch; public names are
resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlpwidgets.embeddings._control import Control, Progress, Stopped
    from nlpwidgets.embeddings._formula_tokens import FormulaError
    from nlpwidgets.embeddings.aligning import Aligned, Changes, align, align_points, neighbourhood_change
    from nlpwidgets.embeddings.analogies import METHODS, Analogy, Answer, Baselines, analogy, baselines, solve
    from nlpwidgets.embeddings.assessing import Quality, quality
    from nlpwidgets.embeddings.bundled import BUNDLED, load_bundled
    from nlpwidgets.embeddings.cooccurrence import Cooccurrences, count_cooccurrences
    from nlpwidgets.embeddings.evaluating import AnalogyScores, Failure, SectionScore, evaluate_analogies
    from nlpwidgets.embeddings.formula import Formula, direction, parse, project_on
    from nlpwidgets.embeddings.geometry import Consistency, Plane, offset_consistency, plane
    from nlpwidgets.embeddings.glove import GloVe
    from nlpwidgets.embeddings.loading import DOWNLOADS, FORMATS, LoadError, load
    from nlpwidgets.embeddings.neighbouring import Neighbour, neighbours, neighbours_of_many
    from nlpwidgets.embeddings.projecting import Frame, Projecting, Projection, project
    from nlpwidgets.embeddings.questions import RELATIONS, Questions, Section, examples, read_questions
    from nlpwidgets.embeddings.searching import Found, Lexicon, PatternError, lexicon_of
    from nlpwidgets.embeddings.similarity import SimilarityScores, evaluate_similarity, read_similarity
    from nlpwidgets.embeddings.spelling import UnknownWordError, suggest
    from nlpwidgets.embeddings.subwords import bucket, ngrams, shared_buckets
    from nlpwidgets.embeddings.training import Epoch, Trained, train
    from nlpwidgets.embeddings.word2vec import Huffman, huffman, keep_probability, noise_distribution, training_pairs

_HOMES = {
    "Aligned": "aligning",
    "Analogy": "analogies",
    "AnalogyScores": "evaluating",
    "Answer": "analogies",
    "BUNDLED": "bundled",
    "Baselines": "analogies",
    "Changes": "aligning",
    "Consistency": "geometry",
    "Control": "_control",
    "Cooccurrences": "cooccurrence",
    "DOWNLOADS": "loading",
    "Epoch": "training",
    "FORMATS": "loading",
    "Failure": "evaluating",
    "Formula": "formula",
    "FormulaError": "_formula_tokens",
    "Found": "searching",
    "Frame": "projecting",
    "GloVe": "glove",
    "Huffman": "word2vec",
    "Lexicon": "searching",
    "LoadError": "loading",
    "METHODS": "analogies",
    "Neighbour": "neighbouring",
    "PatternError": "searching",
    "Plane": "geometry",
    "Progress": "_control",
    "Projecting": "projecting",
    "Projection": "projecting",
    "Quality": "assessing",
    "Questions": "questions",
    "RELATIONS": "questions",
    "Section": "questions",
    "SectionScore": "evaluating",
    "SimilarityScores": "similarity",
    "Stopped": "_control",
    "Trained": "training",
    "UnknownWordError": "spelling",
    "align": "aligning",
    "align_points": "aligning",
    "analogy": "analogies",
    "baselines": "analogies",
    "bucket": "subwords",
    "count_cooccurrences": "cooccurrence",
    "direction": "formula",
    "evaluate_analogies": "evaluating",
    "evaluate_similarity": "similarity",
    "examples": "questions",
    "huffman": "word2vec",
    "keep_probability": "word2vec",
    "lexicon_of": "searching",
    "load": "loading",
    "load_bundled": "bundled",
    "neighbourhood_change": "aligning",
    "neighbours": "neighbouring",
    "neighbours_of_many": "neighbouring",
    "ngrams": "subwords",
    "noise_distribution": "word2vec",
    "offset_consistency": "geometry",
    "parse": "formula",
    "plane": "geometry",
    "project": "projecting",
    "project_on": "formula",
    "quality": "assessing",
    "read_questions": "questions",
    "read_similarity": "similarity",
    "shared_buckets": "subwords",
    "solve": "analogies",
    "suggest": "spelling",
    "train": "training",
    "training_pairs": "word2vec",
}

__all__ = [
    "BUNDLED",
    "DOWNLOADS",
    "FORMATS",
    "METHODS",
    "RELATIONS",
    "Aligned",
    "Analogy",
    "AnalogyScores",
    "Answer",
    "Baselines",
    "Changes",
    "Consistency",
    "Control",
    "Cooccurrences",
    "Epoch",
    "Failure",
    "Formula",
    "FormulaError",
    "Found",
    "Frame",
    "GloVe",
    "Huffman",
    "Lexicon",
    "LoadError",
    "Neighbour",
    "PatternError",
    "Plane",
    "Progress",
    "Projecting",
    "Projection",
    "Quality",
    "Questions",
    "Section",
    "SectionScore",
    "SimilarityScores",
    "Stopped",
    "Trained",
    "UnknownWordError",
    "align",
    "align_points",
    "analogy",
    "baselines",
    "bucket",
    "count_cooccurrences",
    "direction",
    "evaluate_analogies",
    "evaluate_similarity",
    "examples",
    "huffman",
    "keep_probability",
    "lexicon_of",
    "load",
    "load_bundled",
    "neighbourhood_change",
    "neighbours",
    "neighbours_of_many",
    "ngrams",
    "noise_distribution",
    "offset_consistency",
    "parse",
    "plane",
    "project",
    "project_on",
    "quality",
    "read_questions",
    "read_similarity",
    "shared_buckets",
    "solve",
    "suggest",
    "train",
    "training_pairs",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"nlpwidgets.embeddings.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'nlpwidgets.embeddings' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
