"""Article files in: txt, md, html, docx and pdf, from a path or as bytes, to text and metadata."""

from __future__ import annotations

from factcheck.reading.articles import ReadArticle, read_article, read_article_bytes

__all__ = ["ReadArticle", "read_article", "read_article_bytes"]
