"""What one sampled graph says about mean, noise and error, boiled down to a few numbers a node."""
