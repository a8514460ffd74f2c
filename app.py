"""Sweet Spot: how deep should a graph neural network be? What the server answers: the app, and everything beside it."""

import streamlit as st

from ui.web.errors import in_page
from ui.web.middleware import MIDDLEWARE
from ui.web.ready import ready
from ui.web.routes import ROUTES

app = st.App("main.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=ready, on_script_error=in_page)
