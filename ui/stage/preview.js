// What a hand makes of the data before the server has answered: pure functions, from one message to another.

/** Another graph or range of depths, by the walk theory here; best linear and second method are the server's. `from` where nothing changed. */
function withGraph(from, key, value) {
  const { model } = from, depth = key === "dmax" ? value : from.depth_max, graph = key === "dmax" ? model : graphAsked(model, key, value);
  if (["n", "p", "q"].every((name) => graph[name] === model[name]) && depth === from.depth_max) return from;
  const { m1, m2, s } = model, token = `${from.token} ${key} ${value}`;
  // A pinned model has the depths of the message it came with; where more are asked for it waits for the server.
  const ghost = from.ghost?.layers.gap.length > depth ? from.ghost : null;
  return { ...from, ...walkMessage({ ...graph, m1, m2, s }, depth), token, best: null, overlay: null, ghost };
}

/** Features that were dropped where no server listens: nobody computes the best linear and the dots anew, so they go; nodes stay. */
function dropped(data, dots) {
  const token = `${data.token} dropped`, message = "Lines: theory. The simulated dots belonged to the features before.";
  return [{ ...data, token, best: null }, dots && { ...dots, token, dots: null, histogram: null, message }];
}
