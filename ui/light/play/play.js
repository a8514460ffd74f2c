// The stage without a session: theory at once in the browser, dots from the server where there is one, the scenes of the lessons.

const BEST_AFTER = 60, DOTS_AFTER = 350; // milliseconds of quiet before what takes longer
const bare = location.pathname.replace(/\/$/, "").endsWith("figure") || new URLSearchParams(location.search).get("view") === "figure";
const state = { ...readLink(new URLSearchParams(location.search)), committed: false, guess: null };
const client = Math.random().toString(36).slice(2);
let stamp = 0, data = null, quiet = 0, asked = 0;

const stage = createStage(document.querySelector(".stage-mount"), {
  onView: (view) => { for (const key of VIEW_KEYS) state.values[key] = view[key]; links(); },
  onGuess: (depth) => { state.guess = depth; ask(); },
  onFeatures: (features) => { setTimeout(() => { Object.assign(state.values, features); draw(); }); return true; },
  onPin: (wanted) => { state.pinned = wanted ? modelOf(state.values) : null; draw(); },
});
const sliders = createModelSliders(byId("sliders"), {
  move(key, value) {
    state.values[key] = value;
    if (key === "dmax") state.values.depth = Math.min(state.values.depth, value);
    draw();
  },
  say: (sentence) => notice(sentence ? [sentence] : []),
});

const modelOf = (values) => Object.fromEntries(MODEL_KEYS.map((key) => [key, values[key]]));
const sceneNow = () => LESSONS[state.lesson].scenes[state.step - 1];

/** Theory of what the values say now; best combination and dots follow when the hand rests. */
function draw() {
  const { values, pinned } = state, scene = sceneNow();
  const token = JSON.stringify([...MODEL_KEYS, "dmax", "seed"].map((key) => values[key]));
  const before = data?.token === token ? data : null;
  data = before ?? { ...walkMessage(modelOf(values), values.dmax), token, best: null };
  const view = { ...Object.fromEntries(VIEW_KEYS.map((key) => [key, values[key]])), stamp };
  const message = { ...data, view, hand: Object.fromEntries(["m1", "m2", "s"].map((key) => [key, [KEYS[key].low, KEYS[key].high]])) };
  message.ghost = pinned && walkMessage(pinned, values.dmax);
  message.veil = Boolean(scene) && !state.committed;
  if (scene && state.committed) Object.assign(message, scene.reveal);
  if (scene?.mark_depth) Object.assign(message, state.committed ? { guess: state.guess } : { mark: `scene ${state.step}` });
  stage.update(message);
  sliders.show(values);
  links();
  const preset = PRESETS.findIndex((known) => MODEL_KEYS.every((key) => known[key] === values[key]));
  byId("preset").value = String(preset);
  if (before) return;
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    data.best = walkBests(modelOf(values), values.dmax);
    stage.update({ ...message, best: data.best });
    quiet = setTimeout(() => dots(token), DOTS_AFTER - BEST_AFTER);
  }, BEST_AFTER);
}

/** Simulated dots, asked for once the hand rests; of several questions only the last one's answer is drawn. */
async function dots(token) {
  if (!SERVER) return stage.deliver({ token, dots: null, message: "Lines: theory. Dots are simulated in the full app.", nodes: NODES });
  const mine = ++asked, query = new URLSearchParams([...MODEL_KEYS, "dmax", "seed"].map((key) => [key, state.values[key]]));
  const answer = await fetch(`api/dots?${query}&client=${client}`).catch(() => null);
  if (mine !== asked || data.token !== token) return;
  const told = !answer ? { message: "The network is away: lines are theory, and dots come with it." }
    : answer.ok ? await answer.json() : { message: answer.status === 409 ? "" : await answer.text() };
  if (mine === asked && data.token === token) stage.deliver({ dots: null, ...told, token });
}

function links() {
  const query = writeLink(state);
  byId("app").href = SERVER ? `./${state.step ? "lesson" : ""}?${query}` : `${HOSTED}?${query}`;
}

function ask() {
  const scene = sceneNow(), box = make("fieldset"), legend = make("legend");
  byId("question").replaceChildren();
  if (!scene) return;
  legend.textContent = scene.question;
  box.append(legend);
  if (state.committed) {
    box.append(...answerTo(scene).map(paragraph), pressable("Predict again", () => open(state.step)));
    if (scene.sources.length) box.append(paragraph(`Sources: ${scene.sources.join("; ")}.`));
  } else {
    const commit = pressable("Commit", () => { state.committed = true; stamp += 1; ask(); draw(); }, state.guess === null);
    if (scene.mark_depth) {
      box.append(paragraph(state.guess === null ? "Tap or click into the empty axes above, or move the mark there with the arrow keys." : `Your guess: depth ${state.guess}.`));
    }
    scene.choices.forEach((choice, k) => {
      const label = make("label"), radio = make("input", { type: "radio", name: "choice", checked: state.guess === k });
      radio.addEventListener("change", () => { state.guess = k; commit.disabled = false; });
      label.append(radio, choice);
      box.append(label);
    });
    box.append(commit);
  }
  byId("question").append(box);
}

function answerTo(scene) {
  if (!scene.mark_depth) return [`You said: **${scene.choices[state.guess]}**. ${state.guess === scene.truth ? "Correct." : `The answer is: **${scene.answer}**.`}`, scene.explanation];
  const off = Math.abs(state.guess - scene.truth);
  return [`You guessed depth **${state.guess}**; it turns at **${scene.truth}**: ${off ? `${numberOf(off, "layer")} off` : "exactly"}.`, scene.explanation];
}

/** To a scene of the lesson; 0 is free play with what is on the screen. */
function open(step, values = LESSONS[state.lesson].scenes[step - 1]?.values ?? state.values) {
  Object.assign(state, { step, committed: false, guess: null, values: { ...state.values, ...values } });
  stamp += 1;
  const scene = sceneNow(), { scenes } = LESSONS[state.lesson];
  byId("scene").value = `${state.lesson} ${step}`;
  byId("back").hidden = step === 0;
  byId("next").hidden = step === scenes.length;
  byId("next").textContent = step ? "Next" : "Start the lesson";
  byId("words").replaceChildren();
  if (scene) byId("words").append(make("h2", { textContent: `${step}. ${scene.title}` }), paragraph(scene.words), ...(scene.watch ? [paragraph(`**Watch:** ${scene.watch}`)] : []));
  ask();
  draw();
}

function notice(sentences) {
  const node = document.querySelector(".notice");
  node.hidden = !sentences.length;
  node.textContent = sentences.join(" ");
}

/** Several classes, and nodes without a feature, are drawn by the full app alone. */
function elsewhere() {
  const query = new URLSearchParams(location.search);
  if (bare) query.set("view", "figure");
  if (bare && SERVER) return location.replace(`./?${query}`);
  const what = state.classes > 2 ? `two classes, and the link has ${state.classes}` : `a feature at every node, and the link has them at ${percent(state.have)}`;
  notice([...state.sentences, `This page draws ${what}: `]);
  document.querySelector(".notice").append(make("a", { textContent: "open it in the full app", href: `${SERVER ? "./" : HOSTED}${location.search}`, target: "_top" }), ".");
  document.body.classList.add("elsewhere");
}

const option = (text, value) => make("option", { textContent: text, value: String(value) });
byId("scene").append(option("Free play", "lecture 0"), ...Object.entries(LESSONS).map(([name, { title, scenes }]) => {
  const group = make("optgroup", { label: title });
  group.append(...scenes.map((scene, k) => option(`${k + 1}. ${scene.title}`, `${name} ${k + 1}`)));
  return group;
}));
byId("preset").append(option("Your own values", -1), ...PRESETS.map(({ name }, k) => option(name, k)));
byId("scene").addEventListener("change", () => {
  const [lesson, step] = byId("scene").value.split(" ");
  state.lesson = lesson;
  open(Number(step));
});
byId("preset").addEventListener("change", () => {
  const preset = PRESETS[Number(byId("preset").value)];
  if (preset) open(0, modelOf(preset));
});
byId("next").addEventListener("click", () => open(state.step + 1));
byId("back").addEventListener("click", () => open(state.step - 1));
byId("copy").addEventListener("click", async () => {
  const link = `${location.href.split(/[?#]/)[0]}?${writeLink(state)}`;
  byId("copied").textContent = await navigator.clipboard.writeText(link).then(() => "Link copied", () => link);
});
byId("about").textContent = ABOUT;
byId("app").hidden = !SERVER && !HOSTED;
byId("where").textContent = SERVER
  ? "A light page of the app: theory is computed in this browser, dots on the server."
  : "A copy without a server: theory is computed in this browser, for any model; simulation is in the full app.";
document.body.classList.toggle("bare", bare);
if (state.classes > 2 || state.have < 1) elsewhere();
else {
  notice(state.sentences);
  open(state.step, state.values);
}
