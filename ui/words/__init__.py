"""What is said: names, sentences and symbols that several pages share."""
