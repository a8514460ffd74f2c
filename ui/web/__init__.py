"""What the server answers beside the app's own pages: headers, compressed files, the first document, light pages, numbers by link."""
