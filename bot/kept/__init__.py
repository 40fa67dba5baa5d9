"""What the bot itself keeps: two files beside the library."""
