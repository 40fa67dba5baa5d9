"""txtai with the packaged MiniLM: run by `tests.bench.against` in an environment that has txtai."""

from measuring import Peer, main


class Txtai(Peer):
    def build(self, passages: list[str]) -> None:
        from txtai import Embeddings

        self.index = Embeddings(path=self.model, hybrid=True, content=True)
        self.index.index(passages)

    def search(self, question: str) -> object:
        return self.index.search(question, 10)


main(Txtai)
