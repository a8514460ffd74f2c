"""A class opens the app at once: visitors that speak Streamlit's protocol, and scenes of what a class, or a vandal, does."""
