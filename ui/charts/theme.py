"""Colours and strokes by meaning, in one place."""

CLASS_1 = "#0072B2"
CLASS_2 = "#D55E00"
DENOISING = "#009E73"
MIXING = "#AA4499"
NEUTRAL = "#767676"

# Of a ratio of two errors: blue where it is below 1, vermillion above, white between them on any theme.
FALLS_RISES = [(0, CLASS_1), (0.5, "#F7F7F7"), (1, CLASS_2)]

READING_COLOURS = {"paper": MIXING, "fixed": CLASS_1, "fitted": DENOISING}
READING_LABELS = {"paper": "Paper's formula", "fixed": "Fixed threshold", "fitted": "Fitted threshold"}
READING_DASHES = {"paper": "dash", "fixed": "solid", "fitted": "dashdot"}

# Distinct on white and on dark, told apart by label and marker as well.
SERIES = (
    "#767676",
    CLASS_1,
    CLASS_2,
    MIXING,
    "#6A6FCB",
    "#A6611A",
    "#3C8E8A",
    "#B0307A",
    "#5B8A00",
    "#8A6BB1",
    "#C0504D",
    "#4D7FA6",
    "#8C7A00",
    "#2F8F5B",
    "#B5651D",
    "#7A7A2E",
    "#9B5FA5",
    "#5E8C9E",
)
