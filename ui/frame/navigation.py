"""The one list of pages, and the frame around each of them."""

from dataclasses import dataclass

import streamlit as st

from ui.session import state


@dataclass(frozen=True)
class PageEntry:
    """A page: its file in pages/, whose name is also its address, and its title in the menu."""

    name: str
    title: str


PAGES = (
    PageEntry("mixing", "Mixing vs denoising"),
    PageEntry("theory", "Theory vs simulation"),
    PageEntry("remedies", "Remedies"),
    PageEntry("map", "Map of the sweet spot"),
    PageEntry("inside", "Inside the graph"),
    PageEntry("real", "Real graphs"),
    PageEntry("training", "Training"),
    PageEntry("lesson", "Lesson"),
    PageEntry("about", "About"),
)


def navigation():
    """Draw the menu and return the page to run; the first page is the default.

    The pages have no icons of their own: Streamlit would fetch them from another server for the browser's tab.
    """
    pages = [
        st.Page(
            f"pages/{entry.name}.py",
            title=entry.title,
            url_path=entry.name,
            default=entry is PAGES[0],
        )
        for entry in PAGES
    ]
    return st.navigation(pages, expanded=True)


def links(*names):
    """Links to other pages, by their names, in one row."""
    titles = {entry.name: entry.title for entry in PAGES}
    with st.container(horizontal=True):
        for name in names:
            st.page_link(f"pages/{name}.py", label=titles[name], width="content")


def lead(name, label):
    """A link in words to another page, by its name; the model goes with it."""
    st.page_link(f"pages/{name}.py", label=label, icon=":material/arrow_forward:")


def require_frame():
    """The guard in the first line of every page.

    Because the folder is called pages/, Streamlit answers the first deep link after a cold start with the bare
    page. Calling the navigation switches that off for good, and the rerun then goes through app.py.
    """
    if not state.framed():
        navigation()
        st.rerun()
