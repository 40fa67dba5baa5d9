"""What people can ask the bot to do, one file for each kind of thing."""
