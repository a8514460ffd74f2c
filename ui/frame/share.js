// "Copy link" and the address bar.
//
// Streamlit binds the sidebar's widgets to the address bar itself. The stage's view (depth, reading, axis, zoom)
// is not a widget, so it is written here, when motion has stopped, without a word to the server.

const CONFIRMATION = "Link copied";
const FALLBACK = "Copy this link:";
const MOST_FIELDS = 1000; // beyond these two Streamlit ignores a query in silence
const MOST_CHARACTERS = 512 * 1024;

const VIEW_KEYS = ["depth", "reading", "axis", "zoom"];
const REST = 1000; // ms without a change of the view: longer than a step of Play, so that the address waits for its end

const instances = new WeakMap(); // parentElement -> {data, ...}: the entry function runs again on every change

export default function share(component) {
  const { parentElement, data } = component;
  let instance = instances.get(parentElement);
  if (!instance) {
    instance = mount(component);
    instances.set(parentElement, instance);
  }
  instance.update(data);
  return () => {
    instance.unmount();
    instances.delete(parentElement);
  };
}

// For every query the server writes (mirror sliders, presets, reset) Streamlit pushes a history entry, one per key.
// Within a page they become replacements, as Streamlit itself does for a slider: Back goes to the page before.
function pushPagesOnly() {
  if (history.pushesPagesOnly) return;
  history.pushesPagesOnly = true;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const samePage = url != null && new URL(url, location.href).pathname === location.pathname;
    if (samePage) history.replaceState(state, title, url);
    else push(state, title, url);
  };
}

function mount({ parentElement, setTriggerValue }) {
  const button = parentElement.querySelector(".share-button");
  const status = parentElement.querySelector(".share-status");
  const field = parentElement.querySelector(".share-field");
  const listeners = new AbortController();
  const note = parentElement.querySelector(".share-note");
  let data = null;
  let timer = 0;
  let told = "";

  // Where the server knows no better address for others than this page's own, the browser's is the surest.
  const fullLink = () => `${data.shared === data.app ? ownAddress() : data.shared + data.tail}?${fullQuery(data.query)}`;
  window.sweetSpotLink = fullLink; // for the export

  async function copy() {
    const link = fullLink();
    note.textContent = data.note;
    note.hidden = !data.note;
    try {
      await navigator.clipboard.writeText(link);
      field.hidden = true;
      status.textContent = CONFIRMATION;
    } catch {
      field.value = link;
      field.hidden = false;
      field.focus();
      field.select();
      status.textContent = FALLBACK;
    }
  }

  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      writeAddress(data);
      const found = appAddress(data.tail);
      if (found && found !== data.app && found !== told) setTriggerValue("address", (told = found));
    }, REST);
  };
  const watcher = new MutationObserver(rest);
  watcher.observe(document.body, { subtree: true, attributeFilter: VIEW_KEYS.map((name) => `data-${name}`) });

  pushPagesOnly();
  button.addEventListener("click", copy, { signal: listeners.signal });
  const search = location.search;
  if (search.length > MOST_CHARACTERS || search.split("&").length > MOST_FIELDS) {
    history.replaceState(history.state, "", location.pathname);
    setTriggerValue("unread", true);
  }

  return {
    update(next) {
      if (data && data.query !== next.query) {
        status.textContent = "";
        field.hidden = note.hidden = true;
      }
      data = next;
      // Streamlit may write the address once more when the script ends, hence the second time.
      writeAddress(data);
      rest();
    },
    unmount() {
      clearTimeout(timer);
      watcher.disconnect();
      listeners.abort();
    },
  };
}

// This page's address without its query, in any frame; on Community Cloud the frame's path is no address for others.
const ownAddress = () => location.origin + location.pathname.replace("/~/+/", "/");

// The app's address: this page's without its own name, or nothing while another page is on its way.
function appAddress(tail) {
  const here = ownAddress();
  if (!tail) return here.endsWith("/") ? here : `${here}/`;
  return here.endsWith(`/${tail}`) ? here.slice(0, -tail.length) : "";
}

// The query that Python wrote, with the view as the stage shows it at this moment.
function fullQuery(query) {
  const fields = new URLSearchParams(query);
  for (const [name, text] of Object.entries(stageView())) fields.set(name, text);
  return fields.toString();
}

// The view that the stage shows now, as texts of the link; empty on a page without a stage.
function stageView() {
  const shown = document.querySelector("[data-testid=stage]")?.dataset ?? {};
  const view = {};
  for (const name of VIEW_KEYS) if (shown[name]) view[name] = shown[name];
  if (view.depth) view.depth = String(Math.round(Number(view.depth)));
  return view;
}

// View keys are set, or removed at their default; a bound number only loses needless characters ("4000.0": "4000").
function writeAddress({ bound, view, defaults }) {
  const fields = new URLSearchParams(location.search);
  for (const [name, text] of Object.entries({ ...view, ...stageView() })) {
    if (text === defaults[name]) fields.delete(name);
    else fields.set(name, text);
  }
  for (const [name, text] of Object.entries(bound)) {
    if (fields.has(name) && Number(fields.get(name)) === Number(text)) fields.set(name, text);
  }
  const query = fields.toString();
  const search = query ? `?${query}` : "";
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
}
