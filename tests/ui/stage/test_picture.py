"""The README's picture: an animation of the stage that a README may load."""

import re
from pathlib import Path

from PIL import Image

from deploy.make_picture import LAST, MOST_BYTES

ROOT = Path(__file__).resolve().parents[3]


def test_the_picture_of_the_readme_is_a_short_animation_of_every_depth():
    (name,) = re.findall(r"!\[[^\]]+\]\((docs/[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    path = ROOT / name
    assert path.stat().st_size <= MOST_BYTES
    with Image.open(path) as picture:
        assert picture.is_animated and picture.n_frames > LAST
