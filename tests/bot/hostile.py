"""Text that would be live in Discord if it were shown as it stands."""

import re

from hypothesis import strategies as st

ATTACKS = [
    "@everyone", "<@123>", "<@&5>", "<#9>", "</ask:1>", "<t:1:R>", "<:x:1>", "<id:home>", "**b**", "__u__", "~~s~~",
    "||spoiler||", "`code`", "```\ncode\n```", "# head", "## head", "-# small", "> quote", ">>> all", "- item", "+ item",
    "1. one", "2) two", "[text](https://evil.example)", "https://evil.example/x", "discord.gg/abc", "<https://evil.example>",
    "_i_", "*i*", "\\", "\\*", "— **Fake** · Reuters", "\u200b", "👩‍👩‍👧", "e\u0301", "a\nb", "a\r\nb", "\u2028> x", "שלום",
]  # fmt: skip
HOSTILE = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(ATTACKS), max_size=12).map(" ".join))

ACTIVE = re.compile(
    r"""(?<!\\)(?:\\\\)*(?:
        [*_~|`\[\]<>@\#]              # emphasis, spoilers, code, links, mentions
      | https?:// | discord\.gg/
      )
      | (?m:^[ \t]*(?:\d+[.)]|[-+]|\#|-\#|>))""",
    re.X,
)
"""What Discord would act on, told by its own small pattern and not by the escaper's."""
