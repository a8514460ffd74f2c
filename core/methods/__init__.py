"""What one layer does to the features of the nodes."""
