"""Models run on this machine: embedders, rerankers, and the graphs they are run as."""
