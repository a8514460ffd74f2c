"""The page Remedies: what it says."""
