"""Pages that need no session: small documents with scripts of this server only."""
