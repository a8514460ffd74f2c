"""How analysis plots and their tables look."""
