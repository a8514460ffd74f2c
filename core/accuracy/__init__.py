"""How good each theory is, measured on models that its author did not choose."""
