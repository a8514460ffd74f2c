"""Everything that touches Streamlit or Plotly; the numerics in `core` know nothing of it."""
