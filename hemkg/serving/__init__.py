"""Serving a store over HTTP while builds write it: the page, answers, SPARQL, health and metrics.

The process that listens does nothing that takes long: questions and queries are answered in processes of their own,
a bounded number at once, and whoever comes when too many wait is told to come later.
"""
