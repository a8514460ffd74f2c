"""How far any method could go, linear or not, deep or not: the Bayes-optimal error on sampled graphs."""
