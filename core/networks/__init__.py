"""Parts that methods are assembled from: encoders, latents, decoders, losses.

Torch and numpy only, so that training runs on a bare GPU machine.
"""
