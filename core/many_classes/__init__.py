"""Three classes and more: which of them a node's average is nearest to."""
