"""haystack with the packaged MiniLM, BM25 and vectors in memory, fused: run by `tests.bench.against`."""

from measuring import Peer, main


class Haystack(Peer):
    def build(self, passages: list[str]) -> None:
        from haystack import Document, Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
        documents = SentenceTransformersDocumentEmbedder(
            model=self.model, normalize_embeddings=True, progress_bar=False
        )
        documents.warm_up()
        store.write_documents(
            documents.run([Document(id=str(n), content=p) for n, p in enumerate(passages)])["documents"]
        )
        self.index = Pipeline()
        self.index.add_component(
            "text", SentenceTransformersTextEmbedder(model=self.model, normalize_embeddings=True, progress_bar=False)
        )
        self.index.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=10))
        self.index.add_component("words", InMemoryBM25Retriever(store, top_k=10))
        self.index.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=10))
        self.index.connect("text.embedding", "dense.query_embedding")
        self.index.connect("dense", "join")
        self.index.connect("words", "join")

    def search(self, question: str) -> object:
        return self.index.run({"text": {"text": question}, "words": {"query": question}})


main(Haystack)
