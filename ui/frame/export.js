// The menu "Export". Everything is made here, from what the stage shows at the moment of the press.

const SHOWN = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
  "paint-order", "font-family", "font-size", "font-weight", "text-anchor", "display",
];
const MARGIN = 16, LINE = 20;

const instances = new WeakMap(); // parentElement -> {data, abort}: the entry function runs again on every change

export default function exportMenu({ parentElement, data }) {
  let instance = instances.get(parentElement);
  if (!instance) {
    instance = { abort: new AbortController() };
    instances.set(parentElement, instance);
    parentElement.addEventListener("click", (event) => press(event, parentElement, instance), { signal: instance.abort.signal });
  }
  instance.data = data;
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      instance.abort.abort();
      instances.delete(parentElement);
    });
}

async function press(event, parent, { data }) {
  const kind = event.target.closest("[data-kind]")?.dataset.kind;
  if (!kind) return;
  const status = parent.querySelector(".export-status"), name = `sweet-spot.${kind}`;
  try {
    save(name, await MAKERS[kind](moment(data)));
    status.textContent = `Saved as ${name}`;
  } catch (problem) {
    status.textContent = `${name} could not be made: ${problem.message}. Nothing was saved.`;
  }
}

/** All that an export can hold, as it is now. */
function moment(data) {
  const root = document.querySelector(".stage-root");
  if (!root?.stageData) throw new Error("the stage is not there yet");
  const theory = root.stageData, delivered = window.__sweetspot?.dots;
  const dots = delivered?.token === theory.token && delivered.dots ? delivered : null;
  const link = window.sweetSpotLink();
  const values = { ...data.values, ...Object.fromEntries(["depth", "reading", "axis", "zoom"].map((name) => [name, root.dataset[name]])) };
  const sentence = root.querySelector("[data-testid=reading]").textContent;
  const { n, p, q, m1, m2, s, seed } = values;
  const parameters = `N = ${n}, p = ${p}, q = ${q}, mu1 = ${m1}, mu2 = ${m2}, sigma = ${s}, seed = ${seed}`;
  const origin = `Sweet Spot ${data.version}. ${data.licence}`;
  return { data, root, theory, dots, link, values, sentence, parameters, origin, notes: [sentence, parameters, origin, link] };
}

const MAKERS = {
  svg: async (now) => new Blob([drawing(now).text], { type: "image/svg+xml" }),
  png: async (now) => {
    const { text, width, height } = drawing(now);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  },
  csv: async (now) => {
    const columns = curves(now), names = Object.keys(columns);
    const rows = columns[names[0]].map((_, n) => [n, ...names.map((name) => columns[name][n] ?? "")].join(","));
    const notes = now.notes.map((line) => `# ${line}`);
    return new Blob([[...notes, ["depth", ...names].join(","), ...rows, ""].join("\n")], { type: "text/csv" });
  },
  json: async (now) => {
    const { link, values, sentence, data } = now;
    const state = { program: "Sweet Spot", version: data.version, licence: data.licence, link, sentence, parameters: values, curves: curves(now) };
    return new Blob([JSON.stringify(state, null, 1)], { type: "application/json" });
  },
  py: async ({ data, link, sentence }) =>
    new Blob([data.script.replace("@@LINK@@", () => link).replace("@@SENTENCE@@", () => sentence)], { type: "text/x-python" }),
  html: async (now) => {
    const { values, theory, dots, notes } = now;
    const view = { depth: Number(values.depth), reading: values.reading, axis: values.axis, zoom: values.zoom, stamp: 1 };
    const saved = JSON.stringify({ theory: { ...theory, view }, dots, limit: window.__sweetspot?.limit }).replaceAll("<", "\\u003c");
    const fill = { "@@TITLE@@": "Sweet Spot: mixing versus denoising", "@@NOTES@@": notes.map((line) => `<p>${escaped(line)}</p>`).join(""), "@@DATA@@": saved };
    const page = window.sweetSpotStandalone.replace(/@@(TITLE|NOTES|DATA)@@/g, (place) => fill[place]);
    return new Blob([page], { type: "text/html" });
  },
};

/** Every curve and dot of the right panel, name -> one number a depth. */
function curves({ theory, dots }) {
  const columns = {};
  for (const [name, values] of Object.entries(theory.curves)) columns[`theory_${name}`] = values;
  for (const [name, values] of Object.entries(theory.best)) columns[`best_${name}`] = values;
  for (const [name, { value, error }] of Object.entries(dots?.dots ?? {})) {
    columns[`simulated_${name}`] = value;
    columns[`standard_error_${name}`] = error;
  }
  return columns;
}

/** The stage's pictures in the light theme, with every style written into them and their caption below: readable alone. */
function drawing({ root, notes }) {
  const sources = [...root.querySelectorAll(".stage-picture svg[role=img]")], boxes = sources.map((source) => source.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left)), top = Math.min(...boxes.map((box) => box.top));
  const exact = Math.max(...boxes.map((box) => box.right)) - left, tall = Math.max(...boxes.map((box) => box.bottom)) - top;
  const frame = document.createElement("div");
  frame.setAttribute("aria-hidden", "true");
  frame.style.cssText = "position: fixed; left: -9999px; color-scheme: light; --st-text-color: #1f2430; --st-background-color: #ffffff;";
  frame.innerHTML = '<div class="stage-root"></div>';
  root.parentElement.append(frame);
  const pictures = sources.map((source, k) => {
    const { x, y, width, height } = boxes[k], copy = plainCopy(source, frame.firstChild, width);
    const inside = new XMLSerializer().serializeToString(copy).replace(/^<svg[^>]*>|<\/svg>$/g, "");
    return `<svg x="${MARGIN + x - left}" y="${MARGIN / 2 + y - top}" width="${width}" height="${height}">${inside}</svg>`;
  });
  frame.remove();
  const width = Math.ceil(exact) + 2 * MARGIN, words = notes.flatMap((line) => wrapped(line, Math.floor((width - 2 * MARGIN) / 6.6)));
  const height = Math.ceil(tall) + MARGIN + words.length * LINE + MARGIN;
  const caption = words.map((line, k) => `<text x="${MARGIN}" y="${Math.ceil(tall) + 2 * MARGIN + k * LINE}">${escaped(line)}</text>`).join("");
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>Sweet Spot: mixing versus denoising</title><desc>${escaped(notes.join(" "))}</desc>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${pictures.join("\n")}
<g font-family="sans-serif" font-size="13" fill="#3f4650">${caption}</g></svg>`;
  return { text, width, height };
}

/** A picture as it looks in `root`, with attributes instead of classes. */
function plainCopy(source, root, width) {
  const copy = source.cloneNode(true), mount = root.appendChild(document.createElement("div"));
  mount.className = source.parentElement.className;
  mount.style.width = `${width}px`;
  mount.append(copy);
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  for (const node of copy.querySelectorAll("*")) {
    if (node.closest("defs")) continue;
    const style = getComputedStyle(node);
    if (style.display === "none" || node.matches(".stage-touch")) {
      node.remove();
      continue;
    }
    for (const name of SHOWN) {
      const value = style.getPropertyValue(name);
      node.setAttribute(name, name === "fill" || name === "stroke" ? plainColour(pixel, value) : value);
    }
    node.removeAttribute("class");
  }
  return copy;
}

/** A colour that any program reads: #rrggbb, with rgba() where it is transparent. */
function plainColour(pixel, value) {
  if (value === "none") return value;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = value;
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
  return a === 255 ? `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}` : `rgba(${r}, ${g}, ${b}, ${(a / 255).toFixed(3)})`;
}

function wrapped(line, most) {
  const lines = [""];
  for (const word of line.split(/(?<=[ &])/)) {
    if (lines.at(-1).length + word.length > most) lines.push("");
    lines[lines.length - 1] += word;
  }
  return lines;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function save(name, blob) {
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
