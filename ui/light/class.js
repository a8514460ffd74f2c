// The page of a room on a phone: joins, follows, answers. It comes back by itself after a lock, a lost network or a reload.
import { drawChoices, drawDepths, legend } from "./guesses.js";

const code = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1)).toUpperCase();
const $ = (id) => document.getElementById(id);
const own = new Map(); // "step-round" -> value
const unheard = new Map(); // the same of what was sent and has not arrived
let token = null, told = null, draft = null, connection = 0;

const memory = {
  get() { try { return sessionStorage.getItem(`room-${code}`); } catch { return null; } },
  set(value) { try { sessionStorage.setItem(`room-${code}`, value); } catch { /* kept in this page alone */ } },
  drop() { try { sessionStorage.removeItem(`room-${code}`); } catch { /* there was none */ } },
};

class Refusal extends Error {
  constructor(status, sentence) { super(sentence); this.status = status; }
}

/** An answer of the room. A server that is away behind its proxy is as a network that is away: what the proxy says of it is no sentence. */
async function ask(path, options) {
  const answer = await fetch(`${location.pathname.replace(/\/$/, "")}/${path}`, {
    headers: token ? { Authorization: `Bearer ${token}` } : {}, ...options,
  });
  if (answer.status >= 500) throw new Error(`status ${answer.status}`);
  if (!answer.ok) throw new Refusal(answer.status, await answer.text());
  return answer;
}

const send = async (path, body) => (await ask(path, { method: "POST", body: JSON.stringify(body) })).json();
const pass = (time) => new Promise((done) => setTimeout(done, time));

/** Join if this phone has not, then follow the room for as long as it lasts. */
async function follow() {
  let pause = 500;
  for (;;) {
    const mine = ++connection;
    try {
      token ??= memory.get();
      if (!token) {
        token = (await send("join", {})).token;
        memory.set(token);
      }
      await listen(mine, () => { pause = 500; });
      if (told?.phase === "ended") return;
    } catch (problem) {
      if (problem instanceof Refusal && problem.status === 404) return end(problem.message);
      if (problem instanceof Refusal && problem.status === 409) {
        if (!token) return end(problem.message); // the room is full
        token = null;
        memory.drop();
      } else say(problem instanceof Refusal ? problem.message : "The network is away; your answer is kept. Trying again …");
    }
    await Promise.race([pass(pause * (.7 + .6 * Math.random())), woken()]);
    pause = Math.min(pause * 1.7, 4000);
  }
}

/** Resolves when the phone is unlocked or has a network again. */
function woken() {
  return new Promise((done) => {
    const awake = () => { if (!document.hidden) done(); };
    document.addEventListener("visibilitychange", awake, { once: true });
    window.addEventListener("online", done, { once: true });
  });
}

async function listen(mine, reached) {
  const stop = new AbortController();
  const answer = await ask("events", { signal: stop.signal });
  reached();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  // A line that has been quiet for longer than the server ever is has gone, whatever the phone believes.
  let rest = "", quiet = setTimeout(() => stop.abort(), 40000);
  for (;;) {
    const { value, done } = await reader.read();
    if (done || mine !== connection) return;
    clearTimeout(quiet);
    quiet = setTimeout(() => stop.abort(), 40000);
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) hear(event);
  }
}

function hear(event) {
  const lines = event.split("\n");
  const data = lines.find((line) => line.startsWith("data: "))?.slice(6);
  if (!data) return;
  if (lines.includes("event: own")) {
    own.clear();
    for (const { step, round, value } of JSON.parse(data)) arrived(`${step}-${round}`, value);
    return;
  }
  const next = JSON.parse(data);
  if (next.phase === "ended") {
    const home = told?.home?.length;
    told = next;
    return end("The room has ended. Thank you for thinking along.", home);
  }
  const moved = !told || told.step !== next.step || told.round !== next.round;
  if (moved) {
    draft = null;
    $("answers").replaceChildren();
  }
  told = next;
  show(moved);
}

const key = () => `${told.step}-${told.round}`;

/** The room has an answer of this phone. */
function arrived(question, value) {
  own.set(question, value);
  if (unheard.get(question) === value) unheard.delete(question);
}

function show(moved) {
  $("code").textContent = told.code;
  $("scene").textContent = told.title ? `${told.step} of ${told.steps}` : "";
  $("title").textContent = told.title ?? (told.home ? (told.home.length ? "To take home" : "The end") : told.lesson);
  $("home").replaceChildren(...(told.home ?? []).map((words) => formatted("p", words)));
  $("onward").hidden = !told.home;
  const asks = told.title && told.phase !== "waiting", revealed = asks && told.phase === "revealed";
  $("question").hidden = !asks;
  $("result").hidden = !revealed;
  say(told.home ? "Thank you for thinking along." : {
    waiting: !told.step ? "You are in. The lecture begins in a moment."
      : told.round > 1 ? "Talk it over: the same question comes again in a moment." : "Look at the screen. The question comes in a moment.",
    open: told.round > 1 ? "The same question again, after discussion." : "",
    closed: "Answers are in. Look at the screen.",
    revealed: "",
  }[told.phase]);
  if (asks) drawQuestion();
  if (revealed) reveal();
  if (moved) { window.scrollTo(0, 0); $("title").focus({ preventScroll: true }); }
}

function drawQuestion() {
  $("asked").textContent = told.question;
  const open = told.phase === "open", kept = own.get(key());
  $("answers").hidden = !open;
  if (told.depths === null) {
    $("answers").replaceChildren(...told.choices.map((words, place) => {
      const button = element("button", { type: "button", "aria-pressed": String(kept === place) }, words);
      button.addEventListener("click", () => answer(place));
      return button;
    }));
  } else if (open && !$("answers").querySelector(".depth")) $("answers").replaceChildren(depthControl(kept));
  if (!open && told.depths !== null) $("answers").replaceChildren();
  sayOwn();
}

function sayOwn() {
  const kept = own.get(key()), late = unheard.get(key());
  const said = (value) => (told.depths === null ? `“${told.choices[value]}”` : `depth ${value}`);
  // Green is for an answer that has arrived while the question is open, and afterwards for a right one.
  const kind = told.phase === "revealed" && kept !== told.result.truth ? "wrong" : "kept";
  if (told.phase !== "open" && late !== undefined) {
    sayMine(`${kept === undefined ? "" : `You said ${said(kept)}. `}Your ${kept === undefined ? "answer" : "change"} (${said(late)}) came too late and was not counted.`, "lost");
  } else if (kept === undefined) sayMine(told.phase === "open" ? "" : "You have not answered this one.");
  else sayMine(`You said ${said(kept)}.${told.phase === "open" ? " You can change it until the question closes." : ""}`, kind);
}

/** About this phone's own answer. kind: "kept", "wrong", "lost" or nothing, which is its colour. */
function sayMine(words, kind = "") {
  $("mine").textContent = words;
  $("mine").className = kind;
}

/**
 * A depth from 0 to the deepest, by slider, by buttons or by arrow keys; none until one of them was touched, because a place to start from is a hint:
 * from nothing, one more is the first depth and one less the last.
 */
function depthControl(kept) {
  const said = draft ?? kept, start = said ?? 0, last = told.depths;
  const range = element("input", { type: "range", min: 0, max: told.depths, step: 1, value: start, "aria-label": "Depth" });
  const output = element("output", {}, "no guess yet"), go = element("button", { type: "button", class: "send" }, "Send my guess");
  const show = (value) => {
    output.textContent = `depth ${value}`;
    range.removeAttribute("aria-valuetext");
    go.disabled = false;
  };
  const set = (value) => {
    range.value = value;
    show(draft = Number(range.value));
  };
  go.disabled = true;
  range.setAttribute("aria-valuetext", "no guess yet");
  if (said !== undefined) show(said);
  for (const touch of ["input", "click"]) range.addEventListener(touch, () => set(range.value));
  const fewer = element("button", { type: "button", "aria-label": "One layer less" }, "−");
  const more = element("button", { type: "button", "aria-label": "One layer more" }, "+");
  const none = () => range.hasAttribute("aria-valuetext");
  const less = () => set(none() ? last : Number(range.value) - 1), further = () => set(none() ? 0 : Number(range.value) + 1);
  fewer.addEventListener("click", less);
  more.addEventListener("click", further);
  range.addEventListener("keydown", (event) => {
    const act = { ArrowRight: further, ArrowUp: further, ArrowLeft: less, ArrowDown: less, Home: () => set(0) }[event.key];
    if (!act || !none()) return;
    event.preventDefault();
    act();
  });
  go.addEventListener("click", () => answer(Number(range.value)));
  const control = element("div", { class: "depth" });
  control.append(output, fewer, range, more, go);
  return control;
}

let sending = 0;

/** Send a guess, again and again if need be, until it has arrived, another one is given, or the question is no longer open. */
async function answer(value) {
  const { step, round } = told, question = key(), mine = ++sending;
  const wanted = () => mine === sending && told.step === step && told.round === round && told.phase === "open";
  unheard.set(question, value);
  for (let pause = 500; wanted(); pause = Math.min(2 * pause, 4000)) {
    try {
      await send("guess", { step, round, value });
      arrived(question, value);
      if (question === key()) show(false);
      return;
    } catch (problem) {
      if (!wanted()) return;
      // The room hears one answer a second: the newest one is sent again in a moment.
      if (problem instanceof Refusal && problem.status === 429) await pass(1100);
      else if (problem instanceof Refusal) return sayMine(problem.message, "lost");
      else {
        sayMine("That did not arrive; it is sent again by itself.", "lost");
        await Promise.race([pass(pause), woken()]);
      }
    }
  }
}

function reveal() {
  const { result } = told, mine = own.get(key());
  $("verdict").replaceChildren(formatted("b", result.sentence));
  if (told.depths === null) $("picture").replaceChildren(drawChoices(result, told.choices, mine));
  else $("picture").replaceChildren(drawDepths(result, mine), element("figcaption", {}, legend(result, mine)));
  $("why").replaceChildren(formatted("span", result.explanation));
  $("play").href = `../?${result.link}`;
}

/** home: whether what is to be taken home stands there, and stays. */
function end(sentence, home = false) {
  if (!home) $("title").textContent = "In class";
  $("home").hidden = !home;
  for (const id of ["question", "result"]) $(id).hidden = true;
  say(sentence);
  $("onward").hidden = false;
}

function say(sentence) { if ($("status").textContent !== sentence) $("status").textContent = sentence; }

function element(name, attributes = {}, words = "") {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.textContent = words;
  return made;
}

/** Words with the little Markdown that lessons use: **bold** and *slanted*. Everything else stays text. */
function formatted(name, words) {
  const made = document.createElement(name);
  for (const piece of words.split(/(\*\*[^*]+\*\*|\*[^*]+\*)/)) {
    const stars = piece.startsWith("**") ? 2 : piece.startsWith("*") && piece.length > 2 ? 1 : 0;
    made.append(stars ? element(stars === 2 ? "b" : "i", {}, piece.slice(stars, -stars)) : piece);
  }
  return made;
}

$("code").textContent = code;
follow();
