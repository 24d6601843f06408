"""The bundled example: an invented article, the invented pages that it is checked against, and the steps.

Nothing here does any checking. `serve` puts the pages on a small web server on this machine, so that
they are fetched for real and offline; `steps` lists the commands of the whole job, from the article to
the report. The command line's `demo` runs them.
"""

from __future__ import annotations

from factcheck.demo.site import serve
from factcheck.demo.steps import Step, article_path, fill, steps

__all__ = ["Step", "article_path", "fill", "serve", "steps"]
