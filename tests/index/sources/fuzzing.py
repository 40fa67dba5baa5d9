"""Coverage-guided fuzzing of what reads documents, for as long as it is let: needs atheris, which is no dependency.

    pip install atheris && python -m tests.index.sources.fuzzing FOLDER [SECONDS]

FOLDER keeps what was found to reach new code. A find is what ends this process, or takes thirty seconds. What a
parser raises is none: in the library it runs in a throw-away process, and costs its document, with a line.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["index.sources"]):
    from index.sources.documents import Filing, document_of
    from index.sources.formats.registry import parse

from index.errors import SourceError
from tests.index.sources.test_fuzzed import seeds

ENDS = sorted(seeds())


def one(raw: bytes) -> None:
    """Read one document whose first byte chooses its kind."""
    if not raw:
        return
    name = f"x.{ENDS[raw[0] % len(ENDS)]}"
    try:
        parse(document_of(name, name, raw[1:]), Filing("default"))
    except Exception as error:
        # As in the library, where the line says that the document broke its parser.
        if isinstance(error, SourceError):
            assert "\n" not in error.why


def main(folder: str, seconds: str = "300") -> None:
    corpus = Path(folder)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, end in enumerate(ENDS):
        (corpus / f"seed.{end}").write_bytes(bytes([number]) + seeds()[end])
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=4096",
                   "-max_len=65536"], one)  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
