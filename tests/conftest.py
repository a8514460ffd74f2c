"""Settings of the environment must not change what the tests see."""

import os

for _name in [name for name in os.environ if name.startswith(("SWEETSPOT_", "STREAMLIT_"))]:
    del os.environ[_name]
