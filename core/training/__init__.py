"""Networks with weights in each layer: what is lost to smoothing, and what to optimisation."""
