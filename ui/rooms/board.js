// The lecturer's side of a room, on the page beside the stage: who has joined, who has answered, what the room thought.
// It hears by itself and drives the room by itself; the page is told only what it has to show.

const KEY = "sweet-spot-room", AGAIN = 1500; // ms in which a page arrives where the room is
const boards = new WeakMap(); // parentElement -> board: the entry function runs again on every change

export default function board(component) {
  const { parentElement, data } = component;
  let held = boards.get(parentElement);
  if (!held) boards.set(parentElement, (held = createBoard(parentElement)));
  held.update(data, (name, value) => component.setTriggerValue(name, value));
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      held.unmount();
      boards.delete(parentElement);
    });
}

function createBoard(parent) {
  const $ = (name) => parent.querySelector(`.board-${name}`);
  const abort = new AbortController();
  const on = (target, type, act) => target.addEventListener(type, act, { signal: abort.signal });
  let data = null, tell = () => {}, told = null, due = 0, listening = null;

  const address = (path) => new URL(`class/${data.code}/${path}`, document.baseURI);

  async function drive(change) {
    const answer = await fetch(address("drive"), {
      method: "POST", body: JSON.stringify(change), headers: { Authorization: `Bearer ${data.secret}` },
    }).catch(() => null);
    // What a proxy says of a server that is away is no sentence.
    if (!answer || answer.status >= 500) return say("The network is away: the room stays as it is.");
    if (!answer.ok) return say(await answer.text());
    const now = await answer.json();
    if (now.phase === "ended") leave();
    else follow(now, 0);
  }

  function leave() {
    try { sessionStorage.removeItem(KEY); } catch { /* nothing was kept */ }
    tell("ended", true);
  }

  /** What comes next: the words of the one button that a clicker presses, and what it does. */
  function following() {
    if (!told) return ["Connecting …", null];
    if (told.step === 0) return ["First scene", { step: 1 }];
    if (told.step > told.steps) return ["", null];
    const next = [told.step < told.steps ? "Next scene" : data.end, { step: told.step + 1 }];
    return {
      waiting: ["Open the question", { phase: "open" }], open: ["Close the question", { phase: "closed" }],
      closed: ["Reveal", { phase: "revealed" }], revealed: next,
    }[told.phase];
  }

  async function listen(stop) {
    while (!stop.signal.aborted) {
      try {
        const answer = await fetch(address("lecturer"), { headers: { Authorization: `Bearer ${data.secret}` }, signal: stop.signal });
        if (answer.status >= 500) throw new Error("away");
        if (!answer.ok) { say(await answer.text()); if (answer.status === 404) return leave(); throw new Error("refused"); }
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let rest = ""; ;) {
          const { value, done } = await reader.read();
          if (done) break;
          const events = (rest + value).split("\n\n");
          rest = events.pop();
          for (const event of events) if (event.startsWith("data: ")) hear(JSON.parse(event.slice(6)));
        }
      } catch { if (!stop.signal.aborted) say("Connecting again …"); }
      await new Promise((done) => setTimeout(done, 1000));
    }
  }

  function hear(message) {
    if (message.phase === "ended") return leave();
    told = message;
    say("");
    draw();
    follow(told);
  }

  /**
   * The page goes where the room is, whoever drove it there; what it draws then is read from the room itself. A page that drove the room
   * by itself is on its way already: it is told only if it does not arrive, and once more should a run have swallowed the word.
   */
  function follow(now, wait = AGAIN, times = 3) {
    clearTimeout(due);
    const turn = (at) => JSON.stringify([at.step, at.round, at.revealed ?? at.phase === "revealed"]);
    const away = () => data && turn(now) !== turn(data);
    if (!times || !away()) return;
    due = setTimeout(() => {
      if (!away()) return;
      tell(now.step === data.step ? "turned" : "step", now.step);
      follow(now, AGAIN, times - 1);
    }, wait);
  }

  function draw() {
    const people = (count, words) => `${count} ${count === 1 ? "phone" : "phones"} ${words}`;
    $("joined").textContent = told ? people(told.phones, "joined") : "";
    const asks = told?.step && told.step <= told.steps, talks = asks && told.round > 1 && told.phase === "waiting";
    $("answered").textContent = talks ? "· Second round: talk it over, then open the question again."
      : asks && told.phase !== "waiting" ? `· ${told.answered} of ${told.phones} answered` : "";
    const [words, change] = following();
    const button = $("following");
    button.textContent = words;
    button.disabled = !change;
    button.hidden = !words;
    // Before the truth is told, or after it: who has not heard it yet has something to talk about.
    $("again").hidden = !asks || !["closed", "revealed"].includes(told.phase);
    $("again").disabled = told?.round > 1;
    $("again").textContent = told?.round > 1 ? "Asked twice" : "Ask again after discussion";
    const result = told?.result;
    $("result").hidden = !result;
    if (!result) return;
    $("sentence").textContent = result.sentence;
    $("rounds").textContent = told.depths === null ? "" : legend(result);
    $("rounds").hidden = !$("rounds").textContent;
    $("picture").replaceChildren(told.depths === null ? drawChoices(result, told.choices) : drawDepths(result));
  }

  function say(sentence) { $("status").textContent = sentence; }

  /** Without a room: the one that this tab held before it was loaded again, if there was one. */
  function found(how) {
    listening?.abort();
    listening = data = told = null;
    let word = null;
    try { word = sessionStorage.getItem(KEY); } catch { /* then the lecturer's own link leads back */ }
    if (!word) return;
    sessionStorage.removeItem(KEY); // asked after once: a room that has ended is not asked after for ever
    how("found", word);
  }

  on($("following"), "click", () => { const [, change] = following(); if (change) drive(change); });
  on($("again"), "click", () => drive({ round: 2 }));
  on($("end"), "click", () => { if (confirm("End the room? Everything about it is deleted; save its results first.")) drive({ end: true }); });
  on($("large"), "click", () => $("code-sheet").showModal());
  on($("code-sheet"), "click", () => $("code-sheet").close());
  on($("copy"), "click", async () => {
    await navigator.clipboard.writeText(data.lecturer).then(() => say("Your own link is copied: keep it to yourself."), () => say(data.lecturer));
  });
  // A clicker's key, before anything else takes it.
  document.addEventListener("keydown", (event) => {
    if ($("code-sheet").open && ["Escape", "PageDown", "PageUp"].includes(event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return $("code-sheet").close();
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || document.querySelector("dialog[open]")) return;
    if (event.key !== "PageDown" || !data) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    $("following").click();
  }, { signal: abort.signal, capture: true });

  return {
    update(next, how) {
      parent.querySelector(".board").hidden = !next;
      if (!next) return found(how);
      const another = !data || data.code !== next.code || data.secret !== next.secret;
      data = next;
      tell = how;
      for (const place of parent.querySelectorAll(".board-code")) place.textContent = data.code;
      for (const place of parent.querySelectorAll(".board-address")) place.textContent = data.address.replace(/^https?:\/\//, "");
      $("qr").innerHTML = data.qr; // drawn by the server from the room's address
      try { sessionStorage.setItem(KEY, `${data.code}.${data.secret}`); } catch { /* the lecturer's link still works */ }
      if (another) {
        listening?.abort();
        listening = new AbortController();
        listen(listening);
      }
      draw();
    },
    unmount() {
      clearTimeout(due);
      listening?.abort();
      abort.abort();
    },
  };
}
