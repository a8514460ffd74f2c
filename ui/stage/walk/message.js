// The stage's message of a model, made in the browser: the same record as ui/stage/data.py makes on the server.

/** Everything but the best combination, which takes longer: `walkBests` adds it. model: {n, p, q, m1, m2, s}; depth: the deepest. */
function walkMessage(model, depth) {
  const linked = (model.n / 2 - 1) * model.p + (model.n / 2) * model.q;
  const degrees = linked > 0 ? walkDegrees(model.n, model.p, model.q) : { mean: 0, correlation: 0 };
  const kinds = walkKinds(model), layers = walkLayers(model, depth, null), errors = walkErrors(model, layers, kinds);
  const { weight, x, inverse_degree, spread, isolated } = walkMerge(kinds);
  return {
    depth_max: depth,
    model: { ...model, c: 2, have: 1, degree: degrees.mean, correlation: degrees.correlation },
    neighbourhoods: { weight: [...weight], x: [...x], inverse_degree: [...inverse_degree], spread: [...spread], isolated },
    layers, curves: { paper: walkPaper(model, layers), ...errors }, new_nodes: walkNewNodes(model, depth),
  };
}

/** {fixed, fitted}: the best linear combination found, each with its own threshold. */
function walkBests(model, depth) {
  const kinds = walkKinds(model), plain = walkErrors(model, walkLayers(model, depth, null), kinds);
  return Object.fromEntries(["fixed", "fitted"].map((threshold) => [threshold, walkBest(model, depth, threshold, kinds, plain)]));
}
