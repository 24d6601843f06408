"""The use cases: `Desk` is the library's one front door; behind it stands one small module a noun."""

from __future__ import annotations

from factcheck.desk.desk import Desk

__all__ = ["Desk"]
