"""Autoencoders of shapes: `vae`, `vsl`, `vae_gan`, `shapenets`, `r2n2`."""
