"""Mixing versus denoising on contextual stochastic block models: numerics only, no screen."""

__version__ = "0.1.0"
