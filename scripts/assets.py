"""Copy what the browser needs from node_modules into pejling/web/static/vendor (git-ignored, made by `make`).

Only what a page loads is copied. References to source maps are cut away, since the hashing of static files would
look for them, and so are references to font formats that no browser still in use asks for.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "pejling" / "web" / "static" / "vendor"

#: file in node_modules -> place below vendor/ (vega-embed brings the interpreter a strict CSP needs with it)
SCRIPTS = {
    "vega/build/vega.min.js": "vega/vega.min.js",
    "vega-lite/build/vega-lite.min.js": "vega/vega-lite.min.js",
    "vega-embed/build/vega-embed.min.js": "vega/vega-embed.min.js",
}
LICENCES = ("vega", "vega-lite", "vega-embed")
STYLE = "dkfds/dist/css/dkfds.min.css"
SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S+?(\*/|$)", re.MULTILINE)
URL = re.compile(r"url\((\.\./[^)?#]+)[^)]*\)")
FONT_SOURCES = re.compile(r"src:(url\([^;}]*IBMPlexSans[^;}]*)")
MODERN_FONT = re.compile(r"url\([^)]*\.woff2\) format\(\"woff2\"\)")
#: for the pictures that the server draws: the same typeface, in the format its renderer reads
SERVER_FONTS = ("IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf")
FONTS = "dkfds/dist/fonts/IBMPlexSans/complete/ttf"
#: for the pages of published reports, which bring their typeface with them
PAGE_FONTS = ("IBMPlexSans-Regular-Latin1.woff2", "IBMPlexSans-SemiBold-Latin1.woff2")
PAGE_FONTS_FROM = "dkfds/dist/fonts/IBMPlexSans/split/woff2"


def gather(modules: Path = MODULES, vendor: Path = VENDOR) -> list[Path]:
    """Build ``vendor`` anew beside the old one and swap; returns the files. FileNotFoundError: run `npm ci`."""
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, place in SCRIPTS.items():
        _write(fresh / place, SOURCE_MAP.sub("", (modules / source).read_text(encoding="utf-8")))
    _style(modules, fresh)
    for font in SERVER_FONTS:
        _copy(modules / FONTS / font, fresh / "fonts" / font)
    for font in PAGE_FONTS:
        _copy(modules / PAGE_FONTS_FROM / font, fresh / "fonts" / "page" / font)
    _copy(modules / FONTS / "license.txt", fresh / "fonts" / "LICENSE.txt")
    _copy(modules / "dkfds/dist/LICENSE.md", fresh / "dkfds/LICENSE.md")
    for package in LICENCES:
        _copy(modules / package / "LICENSE", fresh / "vega" / f"LICENSE.{package}.txt")
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return sorted(path for path in vendor.rglob("*") if path.is_file())


def _style(modules: Path, fresh: Path) -> None:
    css = SOURCE_MAP.sub("", (modules / STYLE).read_text(encoding="utf-8"))
    css = FONT_SOURCES.sub(lambda found: "src:" + MODERN_FONT.search(found[1])[0], css)
    _write(fresh / "dkfds/css/dkfds.min.css", css)
    for reference in sorted(set(URL.findall(css))):
        _copy(modules / "dkfds/dist/css" / reference, fresh / "dkfds/css" / reference)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source.resolve(), target)


if __name__ == "__main__":
    try:
        files = gather()
    except FileNotFoundError as error:
        sys.exit(f"{error.filename} is missing: run npm ci first")
    size = sum(path.stat().st_size for path in files)
    sys.stdout.write(f"{len(files)} files of look and pictures gathered ({size / 1e6:.1f} MB)\n")
