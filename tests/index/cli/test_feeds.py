import json

from tests.index.cli.commands import PAGE, Run
from tests.index.sources.web import Web


def test_a_feed_is_followed_polled_listed_and_left(run: Run, web: Web) -> None:
    item = f"<item><title>Flood</title><link>{web.root}/a</link></item>"
    web.pages |= {
        "/feed": f"<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>".encode(),
        "/a": PAGE.encode(),
    }
    assert run("feed", "list").exit_code == 1
    assert run("feed", "add", f"{web.root}/feed").output.splitlines() == [
        "followed: Post; it is polled by: onrecord feed poll",
        "- Flood",
    ]
    assert run("feed", "poll").output == "Post: 1 added, 0 replaced\n"
    assert run("feed", "poll").output == ""
    assert run("feed", "poll", "--now").output == "Post: 0 added, 0 replaced\n"
    assert "every 30 min" in run("feed", "list").output
    assert run("feed", "remove", f"{web.root}/feed").exit_code == 0
    assert run("feed", "list").output == "No feed is followed.\n"
    assert "is not followed" in run("feed", "remove", f"{web.root}/feed").output


def test_what_is_no_feed_is_not_followed(run: Run, web: Web) -> None:
    web.pages["/a"] = PAGE.encode()
    told = run("feed", "add", f"{web.root}/a")
    assert (told.exit_code, told.output) == (1, f"onrecord: {web.root}/a: is not a feed\n")
    rows = run("feed", "add", "--json", f"{web.root}/gone").output.splitlines()
    assert json.loads(rows[0]) == {"skipped": f"{web.root}/gone", "why": "was not found"}
    assert run("feed", "list").exit_code == 1


def test_a_feed_may_be_followed_untried(run: Run, web: Web) -> None:
    assert run("feed", "add", "--untried", f"{web.root}/gone").exit_code == 0
    assert "not looked at yet" in run("feed", "list").output or web.root in run("feed", "list").output
