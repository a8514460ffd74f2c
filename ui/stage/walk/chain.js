// The distance walk: core/walk_theory/chain.py. A walker's distance R: from 0 to 1 surely, from k back with b, else on.

const WALK_NEGLIGIBLE = 1e-280;

/** Averages after 0..steps steps: two walkers meet (from 0, from 2), one is home, labels (from 0, from 2), pull. */
function walkChain(back, correlation, steps, meeting) {
  const labels = walkFollow(back, (k) => (k ? correlation ** (k - 1) : 0), steps);
  const homes = walkFollow(back, (k) => (k ? 0 : 1), steps);
  const meets = meeting === back ? homes : walkFollow(meeting, (k) => (k ? 0 : 1), steps);
  const label = (home, pull) => home.map((value, m) => value + correlation * pull[m]);
  return {
    meet: meets.from0, meetFrom2: meets.from2, home: homes.from0, pull: labels.from0,
    label: label(homes.from0, labels.from0), labelFrom2: label(homes.from2, labels.from2),
  };
}

/** u_m(k) = b u_(m-1)(k-1) + (1-b) u_(m-1)(k+1), u_m(0) = u_(m-1)(1), read at 0 and at 2. */
function walkFollow(back, end, steps) {
  const size = steps + 3, from0 = new Float64Array(steps + 1), from2 = new Float64Array(steps + 1);
  let now = Float64Array.from({ length: size }, (_, k) => end(k)), after = new Float64Array(size);
  for (let k = 0; k < size; k += 1) if (Math.abs(now[k]) < WALK_NEGLIGIBLE) now[k] = 0;
  from0[0] = now[0];
  from2[0] = now[2];
  for (let step = 1; step <= steps; step += 1) {
    const length = size - step;
    after[0] = now[1];
    for (let k = 1; k < length; k += 1) after[k] = (1 - back) * now[k + 1] + back * now[k - 1];
    if (step % 64 === 0) for (let k = 0; k < length; k += 1) if (Math.abs(after[k]) < WALK_NEGLIGIBLE) after[k] = 0;
    [now, after] = [after, now];
    from0[step] = now[0];
    from2[step] = now[2];
  }
  return { from0, from2 };
}
