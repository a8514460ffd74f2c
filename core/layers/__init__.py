"""A network that somebody else trained, layer by layer: is it oversmoothing, and does it hurt?"""

from core.layers.measure import measure
from core.layers.network import network
from core.layers.read import read
from core.layers.sentence import sentence
from core.layers.verdict import verdict

__all__ = ["measure", "network", "read", "sentence", "verdict"]
