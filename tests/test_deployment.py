"""What operators are given to run the bot with: the unit's keys in their sections, and what the image installs."""

import re
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[1] / ".deploy"
UNIT_KEYS = {"Description", "After", "Wants", "StartLimitIntervalSec", "StartLimitBurst"}
"""Of systemd.unit(5); in any other section systemd takes no notice of them but a line in its log."""


def sections() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in (DEPLOY / "onrecord.service").read_text(encoding="utf-8").splitlines():
        if head := re.fullmatch(r"\[(\w+)\]", line):
            now = found.setdefault(head[1], {})
        elif "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            now[key] = value
    return found


def test_each_key_stands_in_the_section_that_knows_it() -> None:
    unit = sections()
    assert set(unit) == {"Unit", "Service", "Install"}
    assert set(unit["Unit"]) == UNIT_KEYS
    assert not UNIT_KEYS & set(unit["Service"])


def test_what_no_other_try_mends_is_not_tried_again() -> None:
    from bot.cli import MISCONFIGURED

    service = sections()["Service"]
    assert (service["Restart"], service["RestartPreventExitStatus"]) == ("on-failure", str(MISCONFIGURED))
    assert service["UMask"] == "0077"


def test_the_image_installs_what_the_lock_names_and_is_told_how_to_be_built() -> None:
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert "requirements.lock > /tmp/lock" in image and "--require-hashes -r /tmp/lock" in image
    assert "HEALTHCHECK" not in image or "--format docker" in image


def test_what_the_compose_file_starts_is_a_command_with_these_options() -> None:
    from click import Group

    from bot.cli import main
    from bot.desk.shards import Shards

    assert isinstance(main, Group)
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    started = [re.findall(r'"([^"]+)"', line) for line in re.findall(r"^    command: \[(.+)\]$", text, re.MULTILINE)]
    ours = [words for words in started if not words[0].startswith("-")]
    assert {words[0] for words in ours} == {"upgrade", "bot", "answer", "ingest"}
    shards = []
    for name, *options in ours:
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert {o for o in options if o.startswith("--")} <= known, name
        shards += [Shards.named(options[1])] if name == "bot" else []
    assert sorted(n for one in shards for n in one.ids) == list(range(shards[0].count))
