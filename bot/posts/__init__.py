"""Answers as messages: how they are made, sent, kept, made again, clicked and withdrawn."""
