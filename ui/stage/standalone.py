"""The stage as one HTML file that plays without a server and without a network: on a slide, from a memory stick."""

import re

from ui.stage.stage import FIGURE, STYLE

# Places that the browser fills with what is on its screen.
DATA, TITLE, NOTES = "@@DATA@@", "@@TITLE@@", "@@NOTES@@"

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>@@TITLE@@</title>
<style>
:root {{
  color-scheme: light dark; background: light-dark(#ffffff, #0e1117);
  --st-font: "Source Sans 3", "Source Sans Pro", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}}
body {{ max-width: 1200px; margin: 12px auto; padding: 0 16px; }}
.notes {{ color: light-dark(#4a525c, #b8bec8); font: 13px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }}
.notes p {{ margin: 2px 0; }}
{style}
</style>
</head>
<body>
<main><div class="stage-mount"></div></main>
<footer class="notes"><p>As it was saved:</p>@@NOTES@@</footer>
<script type="application/json" id="data">@@DATA@@</script>
<script>
{{
{script}
const saved = JSON.parse(document.getElementById("data").textContent);
const stage = createStage(document.querySelector(".stage-mount"));
stage.update(saved.theory);
stage.deliver(saved.dots ?? {{ token: saved.theory.token, dots: null, message: "Lines: theory. No simulation was saved." }});
if (saved.limit) stage.deliver(saved.limit);
}}
</script>
</body>
</html>
"""


def template():
    """The page with the stage's own script and style, and places for data, title and notes."""
    style = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
    return _PAGE.format(script=FIGURE, style=style)
