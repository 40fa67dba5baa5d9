"""On Record on Discord: everything that knows of Discord, and nothing else."""
