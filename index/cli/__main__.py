"""`python -m index.cli`, as the bot calls it for each change of the library."""

from index.cli import main

if __name__ == "__main__":
    main()
