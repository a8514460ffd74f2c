// The nodes that are followed, as ui/stage/nodes.py sends them: a small graph whole, and then averaged over here, or their paths alone.

function bytesOf(text) {
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let k = 0; k < raw.length; k += 1) bytes[k] = raw.charCodeAt(k);
  return bytes;
}

const floatsOf = (text) => new Float32Array(bytesOf(text).buffer);

/** Neighbour lists from the gaps between the positions j(j-1)/2 + i of the links i < j. Returns the neighbours of each node. */
function neighboursOf(bytes, size) {
  const lists = Array.from({ length: size }, () => []);
  let position = -1, j = 1, before = 0; // `before` pairs lie before those of node j
  for (let k = 0, shift = 1, gap = 0; k < bytes.length; k += 1) {
    gap += (bytes[k] & 127) * shift;
    shift *= 128;
    if (bytes[k] > 127) continue;
    position += gap + 1;
    [shift, gap] = [1, 0];
    while (position >= before + j) before += j++;
    lists[j].push(position - before);
    lists[position - before].push(j);
  }
  return lists;
}

/** P^0 x .. P^depth x: every node takes the mean of its neighbours; one without any keeps its own. */
function averages(lists, start, depth) {
  const layers = [Float64Array.from(start)];
  for (let n = 1; n <= depth; n += 1) {
    const from = layers[n - 1];
    layers.push(from.map((own, i) => {
      const near = lists[i];
      if (!near.length) return own;
      let sum = 0;
      for (let k = 0; k < near.length; k += 1) sum += from[near[k]];
      return sum / near.length;
    }));
  }
  return layers;
}

/**
 * What can be asked of the nodes of a message: place(k, depth, model, reading) is the k-th node's offset from the threshold, nearby(k,
 * depth, ...) the same of its neighbours, null where the graph was too large to be sent.
 */
function openCrowd(message) {
  const { n, nodes, depth_max: last } = message, width = nodes.length, label = (i) => (i < n / 2 ? -1 : 1);
  let lists = null, signal, noise, centre;
  if (message.links !== undefined) {
    lists = neighboursOf(bytesOf(message.links), n);
    signal = averages(lists, Float64Array.from({ length: n }, (_, i) => label(i)), last);
    noise = averages(lists, floatsOf(message.z), last);
    const middle = (values) => values.reduce((sum, value) => sum + value, 0) / n; // of equal classes the midpoint is the mean
    centre = signal.map((values, depth) => [middle(values), middle(noise[depth])]);
  } else {
    const split = (text, size) => {
      const all = floatsOf(text);
      return Array.from({ length: last + 1 }, (_, depth) => all.subarray(size * depth, size * (depth + 1)));
    };
    [signal, noise, centre] = [split(message.signal, width), split(message.noise, width), split(message.centre, 2)];
  }
  const offset = (i, depth, { m1, m2, s }, reading) => {
    const [a, b] = reading === "fitted" ? centre[depth] : [0, 0];
    return ((m2 - m1) / 2) * (signal[depth][i] - a) + s * (noise[depth][i] - b);
  };
  return {
    size: width,
    number: (k) => nodes[k],
    label: (k) => label(nodes[k]),
    degree: (k) => message.degree[k],
    own: (k) => message.own[k],
    fits: (data) => ["n", "p", "q"].every((key) => message[key] === data.model[key]) && (message.have ?? 1) === (data.model.have ?? 1) && last >= data.depth_max,
    place: (k, depth, model, reading) => offset(lists ? nodes[k] : k, depth, model, reading),
    nearby: (k, depth, model, reading) => lists && lists[nodes[k]].map((i) => ({ label: label(i), offset: offset(i, depth, model, reading) })),
  };
}

let latest = null; // {message, crowd}: other features come with the same graph, which need not be walked again

function crowdOf(message) {
  const same = latest && (latest.message === message || ["n", "have", "depth_max", "links", "z", "signal", "noise"].every((key) => latest.message[key] === message[key]));
  if (!same) latest = { message, crowd: openCrowd(message) };
  return latest.crowd;
}
