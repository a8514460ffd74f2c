// The messenger: takes to the server what a hand did to the model in the stage on the same page.

export default function handComponent({ setTriggerValue }) {
  const hub = (window.__sweetspot ??= { dots: null, listeners: new Set() });
  const tell = (name, value) => setTriggerValue(name, value);
  hub.tell = tell;
  return () => {
    if (hub.tell === tell) hub.tell = null;
  };
}
