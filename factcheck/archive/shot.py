"""A picture of an archived page: headless Chromium on the archived bytes, without network and scripts."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from factcheck.errors import FactcheckError

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
WAIT: Final = 60
"""Seconds that the browser may take."""

_OFFLINE: Final = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name leads anywhere
    "--proxy-server=http://127.0.0.1:9",  # and no address either: nothing listens there
    "--proxy-bypass-list=<-loopback>",
)


_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.I)
_POLICY: Final = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
    " style-src 'unsafe-inline' data:; img-src data:; font-src data:\">"
)
"""Put in before anything of the page: no script runs, nothing is loaded."""


def shoot(html: str, target: Path, *, width: int = 1280, height: int = 2000, sandbox: bool = True) -> Path:
    """Write a PNG of how a page looks from its bytes alone: pictures and styles of other addresses are missing.

    Raises:
        FactcheckError: there is no Chromium, or it drew nothing.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise FactcheckError("a picture needs Chromium", hint="install the package chromium")
    with tempfile.TemporaryDirectory(prefix="factcheck-shot-") as folder:
        page, picture = Path(folder) / "page.html", Path(folder) / "page.png"
        doctype = _DOCTYPE.match(html)
        at = doctype.end() if doctype else 0
        # Under a byte order mark the browser reads it as we did, whatever the page says of itself.
        page.write_bytes((html[:at] + _POLICY + html[at:]).encode("utf-8-sig", "replace"))
        command = [browser, *_OFFLINE, f"--user-data-dir={folder}/profile", f"--window-size={width},{height}"]
        command += [] if sandbox else ["--no-sandbox"]
        command += [f"--screenshot={picture}", page.as_uri()]
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=WAIT, cwd=folder)
        except subprocess.TimeoutExpired:
            raise FactcheckError(
                f"the browser took longer than {WAIT} s", hint="`factcheck capture text` reads the words"
            ) from None
        if not picture.exists():
            raise FactcheckError("the browser drew nothing", hint="`factcheck capture open` saves the page itself")
        shutil.copyfile(picture, target)
    return target
