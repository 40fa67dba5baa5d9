"""What is asked: the kind of a question, the limits set beside it, and the time it names. Pure."""
