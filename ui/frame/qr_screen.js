// The key Q: the QR code of this view as large as the screen, and away again. The server draws it when it is asked for.

const FIELDS = "textarea, [contenteditable=true], input:not([type=range], [type=checkbox], [type=radio])";
const AWAY = ["q", "Q", "Escape", "PageUp", "PageDown", "Enter", " "];

const instances = new WeakMap(); // parentElement -> instance: the entry function runs again on every change

export default function qrScreen({ parentElement, data, setTriggerValue }) {
  let instance = instances.get(parentElement);
  if (!instance) instances.set(parentElement, (instance = mount(parentElement, data)));
  // After the stage's own report of this press: of two told in one moment Streamlit sends one.
  instance.update(data, () => setTimeout(() => setTriggerValue("ask", true), 50));
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      instance.unmount();
      instances.delete(parentElement);
    });
}

function mount(parent, data) {
  const dialog = parent.querySelector(".qr-screen"), abort = new AbortController();
  let shown = data?.number ?? 0, ask = () => {};

  const press = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches?.(FIELDS)) return;
    const letters = document.querySelector(".help-switch")?.checked ?? true;
    const act = dialog.open ? AWAY.includes(event.key) && (() => dialog.close()) : letters && event.key.toLowerCase() === "q" && ask;
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) act();
  };
  // Before the keys of the presentation: while the code is up, a clicker takes it away and nothing else.
  document.addEventListener("keydown", press, { signal: abort.signal, capture: true });
  parent.querySelector(".qr-screen-close").addEventListener("click", () => dialog.close(), { signal: abort.signal });

  return {
    update(next, onAsk) {
      ask = onAsk;
      if (!next || next.number === shown) return;
      shown = next.number;
      parent.querySelector(".qr-screen-code").innerHTML = next.code;
      parent.querySelector(".qr-screen-words").innerHTML = next.words;
      if (!dialog.open) dialog.showModal();
    },
    unmount: () => abort.abort(),
  };
}
