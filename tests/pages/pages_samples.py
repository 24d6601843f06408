"""Small files of each kind, made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

PARAGRAPHS = [
    "The council of Brackwater voted on Tuesday to close the harbour bridge until the spring, after an inspection "
    "found cracks in two of its eleven piers.",
    "“We will not gamble with anyone’s life,” said Maren Holt, who chairs the works committee. “The bridge reopens "
    "when the engineers say so, and not a day sooner.”",
    "Traders on the north bank said that the closure would cost them a third of their takings, and asked the "
    "council to run a free ferry between the two landings.",
    "The repair is expected to cost 2.4 million crowns, of which the province has promised to pay half.",
]
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(body: str, head: str = "") -> str:
    """A page titled "Bridge closed"."""
    return f"<!doctype html><html><head><title>Bridge closed</title>{head}</head><body>{body}</body></html>"


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def docx(*paragraphs: str, prolog: str = "") -> bytes:
    """A Word file with these paragraphs; `prolog` goes before its root element."""
    inside = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("_rels/.rels", RELATIONS)
        packed.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{prolog}<w:document {WORD}><w:body>{inside}</w:body></w:document>',
        )
    return out.getvalue()


def pdf(*pages: str, content: bytes | None = None, filters: bytes = b"") -> bytes:
    """A PDF with a line of text on each page; `content` takes the place of the first page's content stream."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]  # fmt: skip
    for number, text in enumerate(pages):
        data = b"BT /F1 12 Tf 72 720 Td (" + text.encode("ascii") + b") Tj ET"
        extra = b""
        if content is not None and number == 0:
            data, extra = content, b" /Filter %s" % filters
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
                       b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number))  # fmt: skip
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), extra, data))
    out, offsets = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out + head + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )


def png(width: int = 3, height: int = 2) -> bytes:
    """A red image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xff\0\0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def photograph() -> bytes:
    """A JPEG with EXIF, by Pillow."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0110] = "Camera Nine"
    exif[0x9003] = "2026:02:17 06:30:00"
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "gray").save(out, "JPEG", exif=exif)
    return out.getvalue()
