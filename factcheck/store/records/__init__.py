"""Rows of the tables as the values of `factcheck.model`; one small module a noun. Reads only."""
