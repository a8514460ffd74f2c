"""The theory note: the sections that the code cites are there, and so are the methods and the works they stand on."""

import re
from pathlib import Path

import pytest

from core.propagation import METHODS
from ui.words.theory_note import FILE, PLACE, by_region, text

ROOT = Path(__file__).resolve().parents[1]
NOTE = FILE.read_text(encoding="utf-8")
NUMBERED = set(re.findall(r"^#* ?\**(\d+(?:\.\d+)?)[. ]", NOTE, flags=re.MULTILINE))
# A section of somebody else's work stands behind its year.
CITED = re.compile(r"(?<!\d{4}, )\b[Ss]ections? (\d+(?:\.\d+)?[a-z]?)(?: (?:and|to) (\d+(?:\.\d+)?))?")


def citations(words):
    """Numbers of the sections that a text cites."""
    return {number for found in CITED.findall(words) for number in found if number}


@pytest.mark.parametrize("folder", ["core", "ui", "pages", "tests", "benchmarks"])
def test_every_section_that_the_code_cites_is_in_the_note(folder):
    files = [file for file in (ROOT / folder).rglob("*.py") if file.name != Path(__file__).name]
    cited = {(file.name, number) for file in files for number in citations(file.read_text(encoding="utf-8"))}
    assert {pair for pair in cited if pair[1] not in NUMBERED} == set()


def test_sections_are_numbered_without_gaps_and_the_note_cites_none_that_is_missing():
    heads = [int(number) for number in re.findall(r"^## (\d+)\.", NOTE, flags=re.MULTILINE)]
    assert heads == list(range(1, len(heads) + 1)) and len(heads) >= 16
    assert citations(NOTE) <= NUMBERED


def test_control_a_section_that_is_not_there_is_found_out():
    assert citations("see section 8b, sections 4 and 99, Section 4.3; Batagelj and Brandes 2005, section 2") == {
        *("8b", "4", "99", "4.3")
    }
    assert not {"8b", "99"} & NUMBERED and {"4", "4.3"} <= NUMBERED


def test_every_method_stands_in_the_table_of_methods_and_its_authors_among_the_references():
    table, references = NOTE.split("## 14. ")[1].split("## 15. ")[0], NOTE.split("## References")[1]
    for key, method in METHODS.items():
        assert f"`{key}`" in table, key
        for author in re.findall(r"([A-Z]\w+)(?:,| and| et al\.| \d{4})", method.source):
            assert author in references, (key, author)


def test_display_formulas_stand_between_fences_of_their_own_and_every_formula_ends():
    assert NOTE.count("$$") == 2 * len(re.findall(r"^\$\$\n[^$]+\n\$\$$", NOTE, flags=re.MULTILINE))
    outside = re.sub(r"^\$\$\n[^$]+\n\$\$$|`[^`]*`", "", NOTE, flags=re.MULTILINE)
    assert all(block.count("$") % 2 == 0 for block in outside.split("\n\n"))


def test_on_a_page_the_note_begins_below_its_title_with_headings_one_level_down():
    assert "\n### 1. " in text() and "\n## " not in text() and not text().startswith("# ")


def test_the_accuracy_by_region_is_the_stored_one_and_stands_where_the_note_says():
    assert NOTE.count(PLACE) == 1 and PLACE not in text()
    level = {"median": 0.021, "ninety": 0.15, "worst": 0.4}
    region = {"n_nodes": (100, 1000), "degrees": (1.5, 8), "curves": {"error_fixed": level}}
    head, _, row = by_region([region]).splitlines()[2:]
    found = dict(zip(head.split("|"), row.split("|"), strict=True))
    assert found[" error, fixed threshold "] == " 2.1 %, 15.0 % " and found[" mean gap "] == " – "
    assert found[" N "] == " 100 to 1,000 " and by_region([]) == ""
