"""A real browser lays the report out without sideways scrolling, and its content policy blocks nothing of its own."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess

import pytest
import report_dossiers as made

from factcheck.report import render_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]

PROBE = """<!doctype html><meta charset=utf-8><body>%s<pre id=told></pre><script>
onload = () => {
  const told = [...document.querySelectorAll('iframe')].map(frame => {
    const page = frame.contentDocument, root = page.documentElement;
    return {width: frame.clientWidth, scroll: root.scrollWidth,
      ink: frame.contentWindow.getComputedStyle(page.querySelector('.masthead')).borderBottomStyle,
      pwned: frame.contentWindow.pwned === true};
  });
  document.getElementById('told').textContent = JSON.stringify(told);
};
</script>"""


def looked_at(pages, tmp_path):
    """Return what a browser tells about each (page, width)."""
    frames = "".join(
        f'<iframe style="border:0;width:{width}px;height:900px" srcdoc="{html.escape(page)}"></iframe>'
        for page, width in pages
    )
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE % frames, encoding="utf-8")
    switches = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        " --disable-component-update --disable-sync --hide-scrollbars --dump-dom"
    ).split()
    command = [str(CHROMIUM), *switches, f"--user-data-dir={tmp_path / 'profile'}", probe.as_uri()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    told = re.search(r'<pre id="told">(.*?)</pre>', run.stdout, re.DOTALL)
    assert told, run.stderr[-500:]
    return json.loads(html.unescape(told[1]))


def test_it_fits_a_telephone_and_a_screen_and_runs_nothing(tmp_path):
    long = "<img src=x onerror=pwned=true><script>pwned=true</script>" + "Averylongwordwithoutanyspace" * 8
    pages = [render_html(made.example()), render_html(made.hostile(long)), render_html(made.large(30))]
    for seen in looked_at([(page, width) for page in pages for width in (390, 1280)], tmp_path):
        assert seen["scroll"] <= seen["width"]
        assert seen["ink"] == "double"  # the style sheet is in force
        assert not seen["pwned"]
