"""llama-index with the packaged MiniLM, FAISS and BM25, fused: run by `tests.bench.against` in its environment."""

from measuring import Peer, main


class LlamaIndex(Peer):
    def build(self, passages: list[str]) -> None:
        import faiss
        from llama_index.core import Settings, StorageContext, VectorStoreIndex
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.core.schema import TextNode
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.retrievers.bm25 import BM25Retriever
        from llama_index.vector_stores.faiss import FaissVectorStore

        Settings.embed_model, Settings.llm = HuggingFaceEmbedding(model_name=self.model, embed_batch_size=32), MockLLM()
        nodes = [TextNode(text=p, id_=str(n)) for n, p in enumerate(passages)]
        store = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss_index=faiss.IndexFlatIP(384)))
        dense = VectorStoreIndex(nodes, storage_context=store).as_retriever(similarity_top_k=10)
        words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=10)
        self.index = QueryFusionRetriever(
            [dense, words], similarity_top_k=10, num_queries=1, mode="reciprocal_rerank", use_async=False
        )

    def search(self, question: str) -> object:
        return self.index.retrieve(question)


main(LlamaIndex)
