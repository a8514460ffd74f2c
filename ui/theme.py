"""Colours and strokes by meaning, in one place."""

CLASS_1 = "#0072B2"
CLASS_2 = "#D55E00"
DENOISING = "#009E73"
MIXING = "#AA4499"
NEUTRAL = "#767676"

READING_COLOURS = {"paper": MIXING, "fixed": CLASS_1, "fitted": DENOISING}
READING_LABELS = {"paper": "Paper's formula", "fixed": "Fixed threshold", "fitted": "Fitted threshold"}
READING_DASHES = {"paper": "dash", "fixed": "solid", "fitted": "dashdot"}
