"""A class that answers: rooms in which everybody predicts on a phone, and the lecturer shows what the room thought."""
