"""Fetching and keeping pages, side by side with what people use for it now."""
