"""Mutation testing: small faults put into the code one by one, each of which some test must notice.

    python -m tests.mutation [MODULE…] [--most N] [--all]

prints each fault that no test noticed. `spared.json` holds those that are known to change nothing, each with why.
"""
