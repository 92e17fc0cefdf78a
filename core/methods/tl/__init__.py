"""`tl`: the TL-embedding with disentangled codes."""
