"""Whether what is new is asked for, of something or of anything: "any news about the ferry", "latest". Pure."""

import re

ASKS = re.compile(
    r"^\W*(?:(?:(?:is|are) there|have you(?: got)?|do you have|got|(?:show|give|tell) me"
    r"|what(?:['’]?s|\s+(?:is|are))?)\s+)?"
    r"(?:(?:any|some|the|all|today['’]?s)\s+)?(?:(?:latest|newest|recent|new|top|breaking)\s+)?"
    r"(?:news|headlines?|updates?|latest|newest|new)(?:\s+(?:today|now|so far|there|here))?"
    r"(?:\s+(?:about|on|from|of|in|regarding|concerning)\s+(?P<topic>[^?]+?))?\s*[?!.]*\s*$",
    re.I,
)


def newest_of(text: str) -> str | None:
    """Return what the newest is asked of, "" for anything; None where something else is asked."""
    found = ASKS.match(text)
    return (found["topic"] or "").strip() if found else None
