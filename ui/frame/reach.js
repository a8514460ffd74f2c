// Ways to every part of a page without a mouse, and charts that let a finger scroll. The same on every page.

const MAIN = "[data-testid=stMain]", BAR = "[data-testid=stSidebarUserContent]", STATE = "[data-testid=stApp]";
const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), summary, [role=slider], [tabindex='0']";
const PICTURE = `.stage-figure, ${MAIN} .js-plotly-plot`;
const TITLE_MS = 8000; // a new page's title is waited for so long

const LEAD_MS = 8000; // a heading is kept in view so long while the page above it grows
const VERDICT_MS = 400; // until the stage has scrolled itself into view

const visible = (node) => node.getClientRects().length > 0 && getComputedStyle(node).visibility !== "hidden";
const first = (selector) => [...document.querySelectorAll(selector)].find(visible);
const firstIn = (place) => [...(document.querySelector(place)?.querySelectorAll(FOCUSABLE) ?? [])].find(visible);

/** The way to each part of the page: its words, and what is to have the focus. */
const WAYS = {
  "To the picture": () => first(PICTURE) ?? first(`${MAIN} h1`),
  "To what follows the picture": () => {
    const picture = first(PICTURE), whole = picture?.closest(".stElementContainer");
    return [...document.querySelectorAll(`${MAIN} :is(${FOCUSABLE})`)].find((node) => visible(node) && (!whole || whole.compareDocumentPosition(node) === Node.DOCUMENT_POSITION_FOLLOWING)) ?? first(`${MAIN} h1`);
  },
  "To the controls": () => first(`${BAR} input`) ?? firstIn(BAR),
  "To Copy link": () => first(".share-button"),
};

/** Focus on what may have none of its own. */
function focusOn(node) {
  if (!node) return;
  if (!node.matches(FOCUSABLE)) node.tabIndex = -1;
  node.focus();
  node.scrollIntoView({ block: "nearest" });
}

/** The sidebar may be folded away; then it is opened, and there once it has come in. */
function go(way) {
  const expand = first("[data-testid=stExpandSidebarButton]"), goal = WAYS[way];
  if (!expand || goal()) return focusOn(goal());
  expand.click();
  setTimeout(() => focusOn(goal()), 400);
}

function createWays() {
  const nav = document.createElement("nav");
  nav.className = "reach-ways";
  nav.setAttribute("aria-label", "Parts of the page");
  for (const way of Object.keys(WAYS)) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: way });
    button.addEventListener("click", () => go(way));
    nav.append(button);
  }
  return nav;
}

/** After a page change the reader is at the new title, once the focus is lost with what was pressed, or left in the menu. */
function meet(before) {
  const idle = () => document.activeElement === document.body || Boolean(document.activeElement?.closest("[data-testid=stSidebarNav]"));
  const end = performance.now() + TITLE_MS;
  const look = () => {
    const title = first(`${MAIN} h1`);
    if (performance.now() > end) return;
    if (!title || title.textContent === before || !idle()) return void setTimeout(look, 100);
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  };
  look();
}

/** A link may lead to a heading, which comes late, and before which charts appear; the first hand on the page ends it. */
function lead() {
  // The server may have put the link right, and its heading is then in the address that was opened alone.
  const opened = performance.getEntriesByType("navigation")[0]?.name ?? "";
  const name = (location.hash || opened.split("#")[1] || "").replace(/^#/, "");
  if (!name) return;
  const end = performance.now() + LEAD_MS;
  const timer = setInterval(() => {
    document.getElementById(name)?.scrollIntoView({ block: "start" });
    if (performance.now() > end) clearInterval(timer);
  }, 200);
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) window.addEventListener(kind, () => clearInterval(timer), { once: true, capture: true, passive: true });
}

/** Plotly takes every touch for a drag. Kept from it, a finger scrolls, two fingers zoom the page, and a tap comes as a click. */
function letScroll(event) {
  if (event.target.closest?.(".js-plotly-plot") && !event.target.closest(".modebar")) event.stopImmediatePropagation();
}

/** What is said of a guess comes where the button was: it takes the focus, is read out, and stays in view. */
function hearVerdict() {
  const found = document.querySelector(".st-key-scene_verdict"), box = document.querySelector(".st-key-scene_question:not([aria-live])");
  box?.setAttribute("aria-live", "polite");
  if (Boolean(found) === judged) return;
  judged = Boolean(found);
  if (!judged || page === undefined) return;
  setTimeout(() => {
    if (!found.isConnected || !found.textContent) return;
    found.tabIndex = -1;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "nearest" });
  }, VERDICT_MS);
}

let page, title = "", judged = false;
new MutationObserver(hearVerdict).observe(document.body, { subtree: true, childList: true });
const ways = createWays();
document.body.prepend(ways);
lead();
window.addEventListener("touchstart", letScroll, { capture: true, passive: true });

export default function reach({ data }) {
  if (page !== undefined && page !== data.page) meet(title);
  page = data.page;
  title = first(`${MAIN} h1`)?.textContent ?? title;
}
