"""The fields of a page's form, as a browser sends them."""

from __future__ import annotations

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, css: str) -> None:
        super().__init__()
        self.css, self.inside, self.fields = css, False, {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = self.css in said.get("class", "").split()
        if not self.inside:
            return
        name = said.get("name", "")
        if tag == "input" and (said.get("type") not in ("checkbox", "radio") or "checked" in said):
            self.fields[name] = said.get("value", "")
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in said or self.select not in self.fields):
            self.fields[self.select] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def form_of(text: str, css: str) -> dict[str, str]:
    """Name -> value of the form with that class; a box that isn't ticked sends nothing."""
    reader = _Form(css)
    reader.feed(text)
    reader.fields.pop("", None)
    return reader.fields
