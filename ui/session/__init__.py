"""What a visitor's session remembers."""
