// A slider and a number for each parameter; N, p and q run over decades.

const DECADES = { n: [2, 1e6], p: [1e-6, 1], q: [1e-6, 1] };
const LABELS = { n: "N", p: "p", q: "q", m1: "mu1", m2: "mu2", s: "sigma", dmax: "Depth range" };

/** hooks.move(key, value) while a hand moves one. Returns {show(values)}. */
function createModelSliders(form, hooks) {
  const rows = Object.entries(LABELS).map(([name, words]) => {
    const key = KEYS[name], decades = DECADES[name], id = `slide-${name}`;
    const range = make("input", { type: "range", id, ...(decades ? { min: 0, max: 1000, step: 1 } : { min: key.low, max: key.high, step: name === "dmax" ? 1 : 0.05 }) });
    const number = make("input", { type: "number", min: key.low, max: key.high, step: "any" });
    range.setAttribute("aria-label", decades ? `${words} on a logarithmic scale` : words);
    number.setAttribute("aria-label", words);
    range.addEventListener("input", () => hooks.move(name, decades ? ofDecades(name, Number(range.value)) : Number(range.value)));
    number.addEventListener("change", () => {
      const [value, sentence] = readKey(name, number.value);
      hooks.say(sentence);
      hooks.move(name, value);
    });
    const row = make("label", { htmlFor: id, title: key.meaning });
    row.append(make("span", { textContent: words }), range, number);
    form.append(row);
    return { name, range, number, decades };
  });
  return {
    show(values) {
      for (const { name, range, number, decades } of rows) {
        range.value = decades ? toDecades(name, values[name]) : values[name];
        range.setAttribute("aria-valuetext", String(values[name]));
        if (document.activeElement !== number) number.value = values[name];
      }
    },
  };
}

/** 0 and 1 are end stops of a probability: between them the scale is logarithmic, in three digits. */
function ofDecades(name, place) {
  const [low, high] = DECADES[name];
  if (name !== "n" && place === 0) return 0;
  const value = low * (high / low) ** (place / 1000);
  return name === "n" ? nearest(KEYS.n, Number(value.toPrecision(3))) : Math.min(1, Number(value.toPrecision(3)));
}

function toDecades(name, value) {
  const [low, high] = DECADES[name];
  return value <= 0 ? 0 : Math.round(1000 * Math.min(Math.max(Math.log(value / low) / Math.log(high / low), 0), 1));
}
