// Before anything else on a page: what browsers do to it that would stop the app.
(() => {
  // ---- Safari throws where an address is written more than 100 times in 30 s. The app goes on; the address follows. ----

  const LATER = 5000; // ms
  const owed = { push: false, timer: 0 };
  const native = { pushState: history.pushState.bind(history), replaceState: history.replaceState.bind(history) };

  function write(name, call) {
    // A page that could not be pushed must not be lost to an address of that page that could be written.
    const push = owed.push || name === "pushState", url = call[2];
    clearTimeout(owed.timer);
    try {
      native[push ? "pushState" : "replaceState"](...call);
      owed.push = false;
    } catch (problem) {
      if (problem.name !== "SecurityError" || (url != null && new URL(url, location.href).origin !== location.origin)) throw problem;
      owed.push = push;
      owed.timer = setTimeout(() => write("replaceState", call), LATER);
    }
  }
  for (const name of ["pushState", "replaceState"]) history[name] = (...call) => write(name, call);

  // ---- A browser's translation puts <font> where React has its texts. ----
  // React goes on writing into the texts that it made, and takes them away from where they were: so a text that is written
  // comes back to its place, in place of its translation, which the browser then makes anew.

  const standIns = new WeakMap(); // text -> the <font> that stands for it
  const standIn = (text) => {
    let node = standIns.get(text) ?? text.parentNode;
    while (node && node.nodeName === "FONT" && node.parentNode?.nodeName === "FONT") node = node.parentNode;
    return node?.nodeName === "FONT" && node.isConnected ? node : null;
  };
  const remember = (records) => {
    const fonts = records.flatMap((record) => [...record.addedNodes].map((node) => [node, record.target])).filter(([node]) => node.nodeName === "FONT");
    for (const { target, removedNodes, addedNodes, previousSibling, nextSibling } of records) {
      const own = [...addedNodes, previousSibling, nextSibling].find((node) => node?.nodeName === "FONT");
      const font = own ?? fonts.find(([, parent]) => parent === target)?.[0];
      for (const node of removedNodes) if (font && node.nodeType === Node.TEXT_NODE) standIns.set(node, font);
    }
  };
  const watcher = new MutationObserver(remember);
  watcher.observe(document.documentElement, { childList: true, subtree: true });

  const { set, get } = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue");
  Object.defineProperty(Node.prototype, "nodeValue", {
    configurable: true,
    enumerable: true,
    get,
    set(value) {
      set.call(this, value);
      if (this.nodeType !== Node.TEXT_NODE) return;
      remember(watcher.takeRecords());
      standIn(this)?.replaceWith(this);
    },
  });
  const { removeChild, insertBefore } = Node.prototype;
  const inPlace = (parent, node) => {
    if (!node || node.parentNode === parent) return node;
    remember(watcher.takeRecords());
    const font = standIn(node);
    return font?.parentNode === parent ? font : null;
  };
  Node.prototype.removeChild = function (child) {
    const there = inPlace(this, child);
    // Neither the node nor a stand-in is here: whoever took it away has done what is asked.
    if (there || child.nodeType !== Node.TEXT_NODE) removeChild.call(this, there ?? child);
    return child;
  };
  Node.prototype.insertBefore = function (node, before) {
    return insertBefore.call(this, node, before?.nodeType === Node.TEXT_NODE ? inPlace(this, before) : before);
  };

  // ---- Numbers, formulas and pictures are not for a translation. ----

  const EXACT = ".stage-root, [data-testid=stPlotlyChart], .katex, [data-testid=stTable], [data-testid=stDataFrame], [data-testid=stCode], [data-testid=stSliderThumbValue]";
  new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        for (const part of [node, ...node.querySelectorAll(EXACT)]) if (part.matches(EXACT)) part.setAttribute("translate", "no");
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
