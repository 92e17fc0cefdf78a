"""Parts that methods are assembled from: encoders, latents, decoders, losses. Torch and numpy only."""
