"""Mixing versus denoising on contextual stochastic block models: numerics only, no screen."""

import os

__version__ = "0.1.0"

# One thread for matrix products, asked for before numpy is imported: on matrices of this size more of them only wait for each
# other, and sums in another order would differ in their last digit from machine to machine.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
