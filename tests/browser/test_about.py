"""The page About: the theory note is drawn with its formulas, and stands alone on paper."""

import re

from browser.steps import open_app
from playwright.sync_api import expect

from ui.words.theory_note import FILE


def test_the_theory_note_is_drawn_with_all_its_formulas_and_printed_alone(app, page):
    open_app(page, f"{app}/about")
    # Streamlit's own input lies below its label, which is what people press.
    page.get_by_text("Show the theory note").click()
    note = page.locator(".st-key-theory_note")
    expect(note.get_by_role("heading", name="References")).to_be_visible()
    displayed = FILE.read_text(encoding="utf-8").count("\n$$\n") // 2
    expect(note.locator(".katex-display")).to_have_count(displayed)
    expect(page.locator(".katex-error")).to_have_count(0)
    expect(page.get_by_role("heading", name="How to cite")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="How to cite")).not_to_be_visible()
    expect(page.locator("[data-testid=stSidebar]")).not_to_be_visible()
    expect(note.get_by_role("heading", name=re.compile("Prior work"))).to_be_visible()
    # A dozen sheets, not the first screenful: no frame of the page cuts it.
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) > 8
