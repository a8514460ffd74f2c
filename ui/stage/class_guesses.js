// What a class guessed, as bars on the error curve's own depth axis: the last round solid, the one before the discussion dashed.

const GUESSED = 0.45; // share of the panel's height that the tallest bar takes

function createClassGuesses(group) {
  const [now, before] = ["class-guesses", "class-guesses stage-class-before"].map((name) => make(group, "path", { class: `stage-${name}` }));
  const label = make(group, "text", { class: "stage-strong", "text-anchor": "middle" });

  return {
    /** rounds: counts by depth, one list a round, or nothing.  toX, last: the depth axis; box: the panel. */
    draw(rounds, box, toX, last) {
      const shown = (rounds ?? []).map((counts) => counts.slice(0, last + 1)), final = shown.at(-1) ?? [];
      const most = Math.max(1, ...shown.flat()), wide = 0.7 * (toX(1) - toX(0)), height = GUESSED * (box.base - box.plotTop);
      const bars = (counts) =>
        (counts ?? []).map((count, n) => (count ? `M${(toX(n) - wide / 2).toFixed(1)} ${box.base}v${(-height * count / most).toFixed(1)}h${wide.toFixed(1)}V${box.base}` : "")).join("");
      put(now, { d: bars(final) });
      put(before, { d: shown.length > 1 ? bars(shown.at(-2)) : "" });
      const tallest = Math.max(0, ...final), n = final.indexOf(tallest);
      show(label, tallest > 0);
      if (tallest > 0) put(label, { x: toX(n), y: box.base - height * tallest / most - 0.3 * box.size, text: numberOf(tallest, "phone") });
    },
  };
}

/** The bars in words: where most of the last round stand. */
function classGuessWords(rounds) {
  const counts = rounds?.at(-1) ?? [], total = counts.reduce((sum, count) => sum + count, 0), most = Math.max(0, ...counts);
  return total ? ` Bars: what the class guessed, most often depth ${counts.indexOf(most)} (${most} of ${total}).` : "";
}
