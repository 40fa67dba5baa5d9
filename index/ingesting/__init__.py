"""Articles → what is stored of them."""
