"""Settings of the environment must not change what the tests see; only the folder of real graphs is read from them first."""

import os

import real_data

assert real_data.FOLDER
for _name in [name for name in os.environ if name.startswith(("SWEETSPOT_", "STREAMLIT_"))]:
    del os.environ[_name]


def pytest_addoption(parser):
    parser.addoption(
        "--every-case", action="store_true", help="in the browser, every case of every test (make test-all)"
    )
    parser.addoption("--slow-browser", type=float, metavar="TIMES", help="a browser that computes so many times slower")
    parser.addoption("--slow-line", type=int, metavar="MS", help="what a page sends leaves so many milliseconds later")


def pytest_terminal_summary(terminalreporter):
    """Say loudly what was not tested, and what passed only when it was tried again."""
    from browser.conftest import NO_BROWSER, find_browser

    if not find_browser():
        terminalreporter.section("browser tests", red=True, bold=True)
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)
    if twice := terminalreporter.stats.get("rerun"):
        terminalreporter.section("tried again: a race to be mended, in the page or in its test", red=True, bold=True)
        for report in twice:
            terminalreporter.write_line(f"{report.nodeid}\n{report.longreprtext[-1500:]}", red=True)
