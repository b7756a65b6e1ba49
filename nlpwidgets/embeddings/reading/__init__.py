"""Readers of word vectors, one file per format; `nlpwidgets.embeddings.load` is the way in."""
