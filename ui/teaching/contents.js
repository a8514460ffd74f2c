// The scenes of a lesson as links: a plain press stays in this session, everything else is the browser's.

export default function contents({ parentElement, data, setTriggerValue }) {
  const list = parentElement.querySelector(".contents-list");
  const items = data.scenes.map(({ title, address, done }, index) => {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    item.append(link);
    if (done) {
      const mark = document.createElement("span");
      mark.className = "contents-done";
      mark.textContent = " \u2713 done";
      item.append(mark);
    }
    link.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      setTriggerValue("go", index + 1);
    });
    return item;
  });
  list.replaceChildren(...items);
}
