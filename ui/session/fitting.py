"""Values of a link that are valid by themselves, but not here: not with the others, or not with the lessons of this copy."""

from ui.lessons import lessons
from ui.link.complaints import not_here
from ui.link.keys import KEYS, OWN_DEPTHS, OWN_WIDTHS


def fitted(values):
    """Return (values, sentences): the nearest values that there are here, and a sentence for each that was not."""
    used, sentences = {}, []
    scenes = lessons.count(values["lesson"])
    if values["step"] > scenes + bool(scenes):  # one step beyond the last scene is the end
        used["step"] = scenes
        sentences.append(not_here(KEYS["step"], values["step"], f"this lesson has {scenes}", scenes))
    if values["tshow"] == "own":
        for name, offered in (("twidth", OWN_WIDTHS), ("tdepth", OWN_DEPTHS)):
            if values[name] not in offered:
                used[name] = min(offered, key=lambda text, name=name: abs(int(text) - int(values[name])))
                offer = f"your own run offers {', '.join(offered)}"
                sentences.append(not_here(KEYS[name], values[name], offer, used[name]))
    return values | used, sentences
