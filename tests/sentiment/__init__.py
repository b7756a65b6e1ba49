"""Tests of `nlpwidgets.sentiment`."""
