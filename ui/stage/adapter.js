// Streamlit's side of the stage: what arrives is handed to createStage, what the reader chose goes back.

const mounted = new WeakMap();

/** Where the feeder (dots.js) leaves the simulation, whichever of the two is mounted first. */
const hub = () => (window.__sweetspot ??= { dots: null, listeners: new Set() });

export default function stageComponent({ data, parentElement, setStateValue }) {
  let entry = mounted.get(parentElement);
  if (!entry) {
    const onView = (view, stamp) => entry.send("view", { ...view, stamp });
    const place = parentElement.querySelector(".stage-mount") ?? parentElement;
    const onGuess = (depth, mark) => entry.send("guess", { depth, mark });
    // Through the messenger (hand.js), because it changes the whole page, not the stage's own fragment.
    const tell = (name, value) => (hub().tell ? (hub().tell(name, value), true) : false);
    const onFeatures = (features) => tell("features", features), onPin = (wanted) => tell("pin", wanted);
    entry = { stage: createStage(place, { onView, onGuess, onFeatures, onPin }) };
    entry.listener = (dots) => entry.stage.deliver(dots);
    hub().listeners.add(entry.listener);
    mounted.set(parentElement, entry);
  }
  entry.send = setStateValue;
  // The theme calls again with the very same data: colours follow by CSS, there is nothing to draw.
  if (data && entry.data !== data) {
    entry.data = data;
    entry.stage.update(data);
    for (const told of [hub().dots, hub().limit]) if (told) entry.stage.deliver(told);
  }
  // Streamlit also runs the cleanup of a call that a newer one overtook; only a stage that has left the page may go.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      hub().listeners.delete(entry.listener);
      entry.stage.destroy();
      mounted.delete(parentElement);
    });
}
