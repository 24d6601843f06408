"""Images: format, dimensions and EXIF, read with Pillow (extra `images`); the pixels are not decoded."""

from __future__ import annotations

import io
import warnings
from typing import Any

from factcheck.pages.document import Document
from factcheck.pages.text import scrub_values


def image_document(body: bytes) -> Document:
    """Read what an image's header says; `error` is "parse" where it cannot be read."""
    try:
        from PIL import ExifTags, Image
    except ImportError:
        return Document(kind="image", flags=("needs_extra_images",))
    warnings.simplefilter("ignore")  # Pillow warns of broken EXIF; what can be read of it is read
    try:
        with Image.open(io.BytesIO(body)) as image:
            properties: dict[str, Any] = {
                "format": (image.format or "").lower(),
                "width": image.width,
                "height": image.height,
            }
            exif = image.getexif()
            values = {ExifTags.TAGS.get(key, str(key)): value for key, value in exif.items()}
            values |= {
                ExifTags.TAGS.get(key, str(key)): value for key, value in exif.get_ifd(ExifTags.IFD.Exif).items()
            }
            gps = {
                ExifTags.GPSTAGS.get(key, str(key)): value for key, value in exif.get_ifd(ExifTags.IFD.GPSInfo).items()
            }
    except MemoryError:
        raise
    except Exception:  # Pillow raises many kinds on broken files
        return Document(kind="image", error="parse")
    if gps:
        values["GPSInfo"] = gps
    if values:
        properties["exif"] = scrub_values(values)
    return Document(kind="image", properties=properties)
