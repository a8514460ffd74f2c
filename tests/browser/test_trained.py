"""A trained network on the page Real graphs: a sample, a file of one's own, a file that is none."""

import io
import re

import numpy as np
from browser.steps import assert_healthy, open_app
from playwright.sync_api import expect

from core.layers.samples import sample


def packed(**arrays):
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def test_a_sample_gets_its_verdict_and_a_file_of_ones_own_the_same(app, page):
    open_app(page, f"{app}/real?net=16")
    expect(page.get_by_text("Optimisation, not smoothing")).to_be_visible(timeout=60_000)
    page.get_by_text("my own file", exact=True).click()
    network = sample(2)
    arrays = {f"h{n}": layer for n, layer in enumerate(network.hidden)}
    arrays |= {"adjacency_unused": np.ones(1), "edges": np.array(network.adjacency.nonzero()), "labels": network.labels}
    upload = page.locator(".st-key-layers_file input[type=file]")
    upload.set_input_files({"name": "layers.npz", "mimeType": "application/zip", "buffer": packed(**arrays)})
    expect(page.get_by_text("Denoising, leave it")).to_be_visible(timeout=60_000)
    upload.set_input_files({"name": "other.npz", "mimeType": "application/zip", "buffer": packed(h0=np.ones((5, 2)))})
    expect(page.get_by_text("there is no array edges")).to_be_visible(timeout=30_000)
    assert_healthy(page)
    page.get_by_text("not now", exact=True).click()
    expect(page.get_by_text("Denoising, leave it")).to_have_count(0)


def test_a_link_to_a_sample_opens_with_every_choice_in_its_place(app, page):
    for net in (2, 8, 16, 8):
        open_app(page, f"{app}/real?net={net}")
        expect(
            page.get_by_test_id("stMarkdown").filter(has_text="Denoising").or_(page.get_by_text("Optimisation")).first
        ).to_be_visible(timeout=60_000)
        chosen = page.get_by_test_id("stButtonGroup").evaluate_all(
            "groups => groups.map(group => !!group.querySelector('[aria-checked=true], [aria-pressed=true], [kind$=Active]'))"
        )
        assert all(chosen), (net, chosen)
        expect(page.get_by_role("switch", name="Keep the mean degree")).to_be_checked()
        expect(page.get_by_role("checkbox", name=re.compile("largest connected"))).to_be_checked()
