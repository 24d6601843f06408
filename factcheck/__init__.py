"""Fact-checking and source tracking: every claim, its source, its evidence and its verdict in one file."""
