"""Sweet Spot: how deep should a graph neural network be? The frame around every page."""

import streamlit as st

from ui.frame import controls, notice, present
from ui.frame.navigation import PAGES, navigation
from ui.server import baton
from ui.server.workers import POOL, Ended
from ui.session import state

POOL.start()
with baton.drawing():
    page = navigation()
    st.set_page_config(page_title=f"{page.title} · Sweet Spot", page_icon="ui/icon.svg", layout="wide")
    st.logo("ui/icon.svg", size="large")
    state.start(page.url_path or PAGES[0].name)
    controls.sidebar(page.title)
    place = present.show(page.url_path)
    notice.show()
    try:
        page.run()
    except Ended as problem:
        st.error(str(problem))
    finally:  # a page that has nothing to draw for its model stops there
        present.finish(place)
