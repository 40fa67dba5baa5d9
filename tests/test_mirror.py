"""Every module has the tests of its name, or stands here with what holds it instead."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

ELSEWHERE = {
    "bot/cli.py": "index/cli",
    "bot/kept/postgres/guilds.py": "bot/kept/test_guilds.py",
    "bot/kept/postgres/shown.py": "bot/kept/test_shown.py",
    "bot/kept/postgres/watches.py": "bot/kept/test_watches.py",
    "bot/kept/leading.py": "bot/kept/postgres/test_leading.py",
    "bot/kept/postgres/tables.py": "bot/kept/test_opening.py",
    "bot/desk/answering.py": "bot/desk/test_worker.py",
    "bot/remote/serving.py": "bot/remote/test_workers.py",
    "bot/remote/ingesting.py": "bot/remote/test_writer.py",
    "bot/kept/postgres/library_changes.py": "bot/remote/test_writer.py",
    "bot/remote/stream.py": "bot/remote/test_workers.py",
    "bot/failures.py": "bot/posts/test_telling.py",
    "bot/rendering/layouts.py": "bot/rendering/test_render.py",
    "bot/posts/withdrawing.py": "bot/cogs/test_places.py",
    "index/cli/writing.py": "index/test_following.py",
    "index/errors.py": "index/cli/test_options.py",
    "index/inference/bert.py": "index/inference/test_embedders.py",
    "index/search/local/derived.py": "index/search/local/test_generations.py",
    "index/search/protocol.py": "index/contract/test_search.py",
    "index/sources/expecting.py": "index/sources/test_network.py",
    "index/sources/feed_reading.py": "index/test_following.py",
    "index/sources/formats/plain.py": "index/sources/formats/test_registry.py",
    "index/sources/preloaded.py": "index/sources/test_parsing.py",
    "index/statements/paragraphs.py": "index/statements/test_extractor.py",
    "index/search/qdrant/search.py": "index/contract/test_search.py",
    "index/store/packing.py": "index/store/sqlite/test_packing.py",
    "index/store/postgres/feeds.py": "index/contract/test_library.py",
    "index/store/postgres/reading.py": "index/contract/test_library.py",
    "index/store/postgres/said.py": "index/contract/test_library.py",
    "index/store/postgres/vocabulary.py": "index/store/postgres/test_library.py",
    "index/store/protocol.py": "index/contract/test_library.py",
    "index/store/search_words.py": "index/store/sqlite/test_said.py",
    "index/store/sqlite/catalogue.py": "index/store/test_scope.py",
    "index/store/sqlite/changes.py": "index/search/local/test_generations.py",
    "index/store/sqlite/copies.py": "index/text/test_near_copies.py",
    "index/store/sqlite/feeds.py": "index/store/test_scope.py",
    "index/store/sqlite/queries.py": "index/store/test_scope.py",
    "index/store/sqlite/upkeep.py": "index/store/test_backup.py",
    "index/training/stages.py": "index/training/test_teaching.py",
    "index/text/analysis.py": "index/store/sqlite/test_analyzer.py",
    "index/text/calendar.py": "index/query/test_periods.py",
    "index/verifying/comparing.py": "index/verifying/test_judging.py",
    "index/verifying/verdicts.py": "index/verifying/test_judging.py",
}
"""Modules that are met through another, whose tests hold them."""


def test_every_module_has_tests_of_its_name_or_is_told_of() -> None:
    modules = [p for package in ("bot", "index") for p in (ROOT / package).rglob("*.py")]
    tests = {p.relative_to(ROOT / "tests").as_posix() for p in (ROOT / "tests").rglob("test_*.py")}
    unheld = [
        name
        for p in modules
        if p.stem not in ("__init__", "__main__")
        and (name := p.relative_to(ROOT).as_posix()) not in ELSEWHERE
        and f"{name.rpartition('/')[0]}/test_{p.name}" not in tests
    ]
    assert unheld == []


def test_what_holds_a_module_elsewhere_is_there() -> None:
    told = {*ELSEWHERE, *(f"tests/{path}" for path in ELSEWHERE.values())}
    assert [path for path in told if not (ROOT / path).exists()] == []
