"""What changes when the two classes differ in size."""
