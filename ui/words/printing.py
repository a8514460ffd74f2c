"""What is left out on paper where one part of a page is to be printed: a style, with the selector of that part to be filled in."""

PRINTED = """
@media print {{
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], .help-root {{ display: none !important; }}
  .stMain [data-testid=stElementContainer]:not(:has({kept})) {{ display: none !important; }}
  .stApp, .stMain, [data-testid=stAppViewContainer] {{
    position: static !important; overflow: visible !important; height: auto !important;
  }}
  .stMain [data-testid=stMainBlockContainer] {{ padding: 0 !important; }}
  {kept} {{ color: #000; }}
}}
"""
