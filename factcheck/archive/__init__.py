"""Fetching and keeping outside references: knows nothing of claims or of the database.

What goes over the wire: `fetch.Fetcher` takes URLs and yields one `model.Fetched` for each, whatever
happens to it; `memento` asks other archives for old captures. What is done with the bytes that came
back (text, metadata, kinds, compression, WARC) stands in the modules beside it. `docs/explanation/archive.md`
tells how a hostile page is kept harmless.

Import from the modules; nothing heavy is loaded by importing the package.
"""
