"""On a screen of two dots a pixel, and zoomed to 200 %: nothing is cut off, scrolls sideways or is drawn with too few dots."""

import pytest
from browser.steps import eventually, open_app
from browser.test_widths import CUT_OFF, VIEWS
from playwright.sync_api import expect

# A screen of 1280 by 900 as it is, and zoomed to 200 %.
WIDTHS = {1280: 900, 640: 450}
# Pictures made of dots, on a canvas or from a file, that have fewer of them than the screen.
_COARSE = """() => [...document.querySelectorAll("[data-testid=stApp] :is(canvas, img)")].flatMap(node => {
    const box = node.getBoundingClientRect(), [wide, high] = [node.naturalWidth ?? node.width, node.naturalHeight ?? node.height];
    if (box.width < 2 || box.height < 2 || /^data:image\\/svg|\\.svg/.test(node.src ?? "")) return [];
    const few = wide < devicePixelRatio * box.width - 2 || high < devicePixelRatio * box.height - 2;
    return few ? [`${node.tagName} ${wide} by ${high} on ${box.width} by ${box.height}`] : [];
})"""


@pytest.mark.parametrize("view", VIEWS)
def test_on_a_doubled_screen_and_zoomed_to_200_per_cent_every_page_is_whole_and_sharp(app, new_page, view):
    page = new_page(device_scale_factor=2)
    open_app(page, f"{app}{VIEWS[view]}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("devicePixelRatio") == 2
        page.wait_for_function("width => innerWidth === width", arg=width)
        for wrong in (CUT_OFF, _COARSE):
            eventually(page, lambda page, wrong=wrong: page.evaluate(wrong), [])
    # Control: a picture of one dot a pixel is found.
    page.evaluate("""() => document.querySelector("[data-testid=stMain]").prepend(
        Object.assign(document.createElement("canvas"), {width: 100, height: 50}))""")
    assert len(page.evaluate(_COARSE)) == 1
