"""Answers from other machines: questions wait in a NATS stream, and whichever answer worker is free takes the next."""
