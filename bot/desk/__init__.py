"""What answers are made with: the worker, turns, names, places, and what changes the library."""
