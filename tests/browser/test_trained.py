"""A trained network on the page Real graphs: a sample, a file of one's own, a file that is none."""

import io
import re

import numpy as np
from browser.steps import assert_healthy, open_app, settle
from playwright.sync_api import expect

from core.layers.samples import sample


def packed(**arrays):
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def test_a_sample_gets_its_verdict_and_a_file_of_ones_own_the_same(app, page):
    open_app(page, f"{app}/real?net=16")
    expect(page.get_by_text("Optimisation, not smoothing")).to_be_visible(timeout=60_000)
    page.get_by_text("my own network", exact=True).click()
    network = sample(2)
    arrays = {f"h{n}": layer for n, layer in enumerate(network.hidden)}
    arrays |= {"adjacency_unused": np.ones(1), "edges": np.array(network.adjacency.nonzero()), "labels": network.labels}
    upload = page.locator(".st-key-layers_file input[type=file]")
    upload.set_input_files({"name": "layers.npz", "mimeType": "application/zip", "buffer": packed(**arrays)})
    expect(page.get_by_text("Denoising, leave it")).to_be_visible(timeout=60_000)
    upload.set_input_files({"name": "other.npz", "mimeType": "application/zip", "buffer": packed(h0=np.ones((5, 2)))})
    expect(page.get_by_text("there is no array edges")).to_be_visible()
    assert_healthy(page)
    page.get_by_text("not now", exact=True).click()
    expect(page.get_by_text("Denoising, leave it")).to_have_count(0)


def test_a_file_that_does_not_arrive_says_why_in_a_sentence_that_can_be_seen(app, page):
    open_app(page, f"{app}/real?net=own")
    upload, answers = page.locator(".st-key-layers_file"), iter((413, 403, 502, 0))

    def refuse(route):
        if route.request.method != "PUT":
            route.fallback()
        elif status := next(answers):
            route.fulfill(status=status, body="")
        else:
            route.abort("connectionreset")

    page.route("**/_stcore/upload_file/**", refuse)
    for words in (
        "it is larger than this server takes",
        "with cookies allowed",
        "(error 502)",
        "the connection broke off",
    ):
        upload.locator("input[type=file]").set_input_files(
            {"name": "layers.npz", "mimeType": "application/zip", "buffer": b"x"}
        )
        alert = upload.get_by_role("alert").filter(has_text=words)
        expect(alert).to_contain_text("The file did not arrive")
        assert "Axios" not in upload.inner_text()
        box, around = alert.bounding_box(), upload.bounding_box()
        assert box["height"] > 15 and box["width"] > 100 and box["x"] + box["width"] <= around["x"] + around["width"]
        upload.get_by_role("button", name="Remove layers.npz").click()


def test_a_file_being_measured_can_be_stopped_and_leaves_the_page_as_it_was(app, page):
    rng, n_nodes = np.random.default_rng(0), 2000
    hidden = {f"h{n}": (rng.standard_normal((n_nodes, 512)) > 1).astype(np.int8) for n in range(65)}
    edges = rng.integers(0, n_nodes, (2, 100_000)).astype(np.int32)
    content = packed(**hidden, edges=edges, labels=np.arange(n_nodes) % 3)
    open_app(page, f"{app}/real?net=own")
    upload = page.locator(".st-key-layers_file input[type=file]")
    upload.set_input_files({"name": "layers.npz", "mimeType": "application/zip", "buffer": content})
    page.get_by_test_id("stMain").get_by_role(
        "button", name="Stop"
    ).click()  # the toolbar's own ends a run, not the job
    expect(page.get_by_text("Stopped")).to_be_visible(timeout=60_000)
    small = packed(h0=np.eye(90, 3), h1=np.eye(90, 3), edges=np.array([[0], [1]]), labels=np.arange(90) % 3)
    upload.set_input_files({"name": "other.npz", "mimeType": "application/zip", "buffer": small})
    expect(page.get_by_text("there are 3 here")).to_be_visible(timeout=60_000)
    assert_healthy(page)


def test_a_link_to_a_sample_opens_with_every_choice_in_its_place(app, page):
    for net in (2, 8, 16, 8):
        open_app(page, f"{app}/real?net={net}")
        expect(
            page.get_by_test_id("stMarkdown").filter(has_text="Denoising").or_(page.get_by_text("Optimisation")).first
        ).to_be_visible(timeout=60_000)
        settle(page)
        groups = page.get_by_test_id("stButtonGroup")
        chosen = page.locator("[aria-checked=true], [aria-pressed=true], [kind$=Active]")
        expect(groups.filter(has=chosen).first).to_be_visible()
        expect(groups.filter(has_not=chosen)).to_have_count(0)
        expect(page.get_by_role("switch", name="Keep the mean degree")).to_be_checked()
        expect(page.get_by_role("checkbox", name=re.compile("largest connected"))).to_be_checked()
