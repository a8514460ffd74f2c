// Words beside the curves: names at their ends, the value of a line that leaves the frame, and a place where nothing is crossed.

/** Names at the right ends of the lines, pushed apart where they would collide. ends: texts to write into. */
function nameEnds(ends, series, { right, plotTop, base, size, narrow, room }, toY) {
  const step = 1.15 * size;
  const tags = series
    .map((entry) => ({ ...entry, n: entry.list.findLastIndex((value) => value != null) }))
    .filter((entry) => entry.n >= 0)
    .map((entry) => ({ ...entry, y: clamp(toY(entry.list[entry.n]), plotTop + 4, base - 4) }))
    .sort((a, b) => a.y - b.y);
  tags.forEach((tag, k) => k && (tag.y = Math.max(tag.y, tags[k - 1].y + step)));
  for (let k = tags.length - 1, floor = base; k >= 0; k -= 1, floor = tags[k + 1].y - step) tags[k].y = Math.min(tags[k].y, floor);
  ends.forEach((text, k) => {
    show(text, k < tags.length);
    if (k >= tags.length) return;
    put(text, { text: narrow ? tags[k].short : tags[k].long, class: tags[k].kind === "curve" ? "stage-strong" : "stage-quiet" });
    // A name too long for its place stands over its line.
    const fits = widthOf(text) <= room;
    put(text, { x: fits ? right + 8 : right - 4, y: tags[k].y + (fits ? 0.33 : -0.4) * size, "text-anchor": fits ? "start" : "end" });
  });
}

/** Where a line goes below the axis, the lowest value it has there. edges: texts to write into. Returns where they stand. */
function nameLeavers(edges, series, low, { left, right, base, size }, toX) {
  const leaving = series
    .map((entry) => ({ ...entry, n: firstMinimum(entry.list) }))
    .filter(({ list, n }) => n !== null && list[n] < low * 0.999);
  edges.forEach((text, k) => show(text, k < leaving.length));
  return leaving.map((_, k) => {
    const text = edges[k], { list, n, short } = leaving[k];
    put(text, { text: `${short} \u2193 ${percent(list[n], 1).replace("less than", "<")}` });
    const half = widthOf(text) / 2, x = clamp(toX(n) + half + 14, left + half + 2, right - half), y = base - 5 - 1.15 * size * k;
    put(text, { x, y });
    return { left: x - half, right: x + half, top: y - 0.8 * size, bottom: y + 0.2 * size };
  });
}

/** Places for words beside a ring at (x, y): below, above, right, left, then a little further off; the one that covers the fewest lines. */
function freePlace({ x, y, width, lines, guessed, taken }, { left, right, plotTop, base, size }, toX, toY) {
  const crossed = [];
  for (const { list, room, weight } of lines) {
    list.forEach((value, n) => {
      for (let share = 0; share < 1 && value != null && list[n + 1] != null; share += 0.125) {
        crossed.push([toX(n + share), toY(value) + share * (toY(list[n + 1]) - toY(value)), room, weight]);
      }
    });
  }
  // A guess has its line from top to bottom, and its words at the foot.
  const words = 6.5 * size;
  for (let py = plotTop; guessed !== null && py < base; py += 4) crossed.push([guessed, py, 4, 1]);
  for (let px = -words; guessed !== null && px <= words; px += 6) {
    for (const rise of [0.5, 1, 1.5, 2]) crossed.push([clamp(guessed, left + words, right - words) + px, base - rise * size, 4, 2]);
  }
  const far = 14 + size, places = [];
  for (let more = 0; more < 3; more += 1) {
    const drop = far + more * size, beside = 14 + more * size;
    places.push([x - width / 2, y + drop], [x - width / 2, y - drop + 0.7 * size], [x + beside, y + drop], [x + beside, y + 0.33 * size]);
    places.push([x - beside - width, y + 0.33 * size], [x + beside, y - drop + 0.7 * size], [x - beside - width, y + drop]);
  }
  let chosen = null;
  places.forEach(([from, foot], k) => {
    const at = clamp(from, left + 4, right - width), top = foot - 0.8 * size;
    // Over its own ring or outside the plot: not at all.
    if (foot > base - 4 || top < plotTop || (Math.abs(foot - 0.33 * size - y) < 9 + 0.5 * size && at < x + 12 && at + width > x - 12)) return;
    let cost = 0.4 * k + 2 * Math.floor(k / 7);
    for (const [px, py, room, weight] of crossed) {
      if (px > at - room && px < at + width + room && py > top - room && py < foot + room) cost += weight;
    }
    for (const box of taken) if (at < box.right + 4 && at + width > box.left - 4 && top < box.bottom && foot > box.top) cost += 40;
    if (!chosen || cost < chosen.cost) chosen = { cost, x: at, y: foot };
  });
  return { x: chosen?.x ?? clamp(x - width / 2, left + 4, right - width), y: chosen?.y ?? y - far };
}
