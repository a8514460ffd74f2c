"""`python -m ui.lessons [file ...]` checks lesson files, by default all of the project and of the settings' folder."""

import sys
from pathlib import Path

from core import terminal
from core.number_of import number_of
from ui.lessons.lessons import load
from ui.link.lesson_names import FILES


def main(arguments):
    """Check lesson files and print what is wrong; returns the exit code."""
    wrong = 0
    for path in map(Path, arguments or FILES.values()):
        lesson, sentences = load(path)
        wrong += len(sentences)
        print(*(sentences or [f"{path.name}: {number_of(len(lesson.scenes), 'scene')}, all well."]), sep="\n")
    return 1 if wrong else 0


sys.exit(terminal.run(lambda: main(sys.argv[1:]), "python -m ui.lessons"))
