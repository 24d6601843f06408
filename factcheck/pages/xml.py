"""XML (feeds, SVG) to text: entities are never expanded, and nothing outside the file is opened."""

from __future__ import annotations

from lxml import etree

from factcheck.pages.blocks import collapse
from factcheck.pages.document import Document
from factcheck.pages.text import scrub


def xml_document(body: bytes) -> Document:
    """Read the text of every element, one line each; `error` is "parse" where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        return Document(kind="text", error="parse")
    lines = []
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        for part in (node.text, *(child.tail for child in node)):
            if part and (line := collapse(part)):
                lines.append(line)
    title = root.find(".//{*}title")
    name = collapse(title.text) if title is not None and title.text else None
    broken = any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log)
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    return Document(kind="text", text=scrub("\n".join(lines)), title=scrub(name) if name else None, encoding=encoding,
                    error="parse" if broken else None)  # fmt: skip
