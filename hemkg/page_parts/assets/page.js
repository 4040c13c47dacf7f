// What the page does without the server: open a quote, sort a table, copy, save, scroll.
// Nothing here writes HTML: words of papers and users are only ever set as text.
window.hemkg = (() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const inGroup = (selector, group) => all(selector).filter((node) => node.dataset.group === group);

  // ------------------------------------------------------------ quotes

  let opened;

  function openSource(mark) {
    const { group, n } = mark.dataset;
    const [set] = inGroup("section.sources", group);
    if (!set) return;
    all("section.sources", set.parentElement).forEach((other) => (other.hidden = other !== set));
    all("details.source", set).forEach((card) => {
      const isWanted = card.dataset.n === n;
      card.classList.toggle("here", isWanted);
      if (isWanted) {
        card.open = true;
        find("summary", card).focus({ preventScroll: true });
        if (set.classList.contains("one")) set.scrollTop = find("mark", card).offsetTop - set.clientHeight / 2;
        else card.scrollIntoView({ block: "start", behavior: "smooth" });
      }
    });
    all(".cite.here").forEach((other) => other.classList.remove("here"));
    mark.classList.add("here");
    opened = mark;
  }

  // On a narrow page the quotes stand below: back to where the reader came from.
  function goBack() {
    if (!opened?.isConnected) return;
    opened.scrollIntoView({ block: "center", behavior: "smooth" });
    opened.focus({ preventScroll: true });
  }

  function close(button) {
    all(".source.here", button.closest(".sources")).forEach((card) => card.classList.remove("here"));
    opened?.focus({ preventScroll: true });
  }

  // ------------------------------------------------------------ tables

  const order = (cell) => cell?.dataset.order ?? cell?.textContent.trim() ?? "";

  function compare(one, other) {
    const [a, b] = [order(one), order(other)];
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
    const numbers = a !== "" && b !== "" && !isNaN(a) && !isNaN(b);
    return numbers ? a - b : a.localeCompare(b);
  }

  function sort(button) {
    const heading = button.closest("th");
    const table = heading.closest("table");
    const column = heading.cellIndex;
    const isDown = heading.getAttribute("aria-sort") === "ascending";
    all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    [...table.tBodies].forEach((body) => sortBody(body, column, isDown));
  }

  // The rows of a group stay under its name.
  function sortBody(body, column, isDown) {
    const rows = all("tr:not(.group)", body);
    const later = rows.filter((row) => row.classList.contains("later")).length;
    const empty = (row) => order(row.cells[column]) === "" || order(row.cells[column]) === "–";
    rows.sort((a, b) => {
      if (empty(a) || empty(b)) return empty(a) - empty(b);
      return (isDown ? -1 : 1) * compare(a.cells[column], b.cells[column]);
    });
    rows.forEach((row, place) => row.classList.toggle("later", place >= rows.length - later));
    body.append(...rows);
  }

  function showMore(button) {
    all("tr.later", button.closest(".tablebox")).forEach((row) => row.classList.remove("later"));
    button.remove();
  }

  // ------------------------------------------------------------ plots

  const MARKS = '[id^="told-"]';

  // What a mark tells stands in its title, which only a pointer brings up.
  function tell(plot, mark) {
    all(MARKS, plot).forEach((other) => other.classList.toggle("here", other === mark));
    const place = find(".told", plot.closest("figure"));
    const [name, ...lines] = find("title", mark).textContent.split("\n");
    place.textContent = [name, ...lines.join(" ").split(/ (?=“)/)].join("\n");
    place.classList.add("full");
  }

  function walk(event) {
    const plot = event.target.closest("[data-plot]");
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!plot || !step) return;
    event.preventDefault();
    const marks = all(MARKS, plot);
    const now = marks.findIndex((mark) => mark.classList.contains("here"));
    if (marks.length) tell(plot, marks[now < 0 ? 0 : (now + step + marks.length) % marks.length]);
  }

  // ------------------------------------------------------------ taking away

  function say(button, words) {
    const label = button.textContent;
    button.textContent = words;
    setTimeout(() => (button.textContent = label), 1500);
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      say(button, "Copied");
    } catch {
      say(button, "The browser does not allow copying");
    }
  }

  function save({ save: name, kind, bytes }) {
    const content = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // ------------------------------------------------------------ asking

  function busy(question) {
    const pending = find("#pending .pending");
    if (!pending || !question || !question.trim()) return;
    find(".question", pending).textContent = question.trim().slice(0, 1000);
    pending.hidden = false;
    find("#chat .welcome")?.setAttribute("hidden", "");
    find("#offers .offers")?.setAttribute("hidden", "");
    pending.scrollIntoView({ block: "nearest" });
  }

  function arrived(conversation) {
    const pending = find("#pending .pending");
    if (pending) pending.hidden = true;
    const last = all(".turn", conversation).pop();
    if (last) last.scrollIntoView({ block: "start", behavior: "instant" });
  }

  // ------------------------------------------------------------ what is listened to

  // One may type at once; on a phone this would open the keyboard over the examples.
  function begin() {
    if (matchMedia("(min-width: 901px)").matches) find("#question textarea")?.focus({ preventScroll: true });
  }

  // Puts the beginning of a command into the field, for the visitor to finish.
  function fill(text) {
    const field = find("#question textarea");
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  const triggers = new Map();

  // Tells the server of a component as if one of its buttons had been clicked, once it stands.
  function press(id, name, data, tries = 100) {
    const trigger = find(`#${id}`) && triggers.get(id);
    if (trigger) trigger(name, data);
    else if (tries > 0) setTimeout(() => press(id, name, data, tries - 1), 50);
  }

  // Called by each Gradio HTML component: its buttons tell the server which was clicked.
  function wire(root, trigger) {
    triggers.set(root.closest('[id]:not([id^="html-"])')?.id, trigger); // Gradio numbers what is inside
    const send = (target) => {
      const button = target.closest("[data-send]");
      if (!button) return false;
      if (button.dataset.send === "ask") busy(button.dataset.question);
      trigger(button.dataset.send, { ...button.dataset });
      return true;
    };
    root.addEventListener("click", (event) => send(event.target));
    root.addEventListener("keydown", (event) => {
      const isPressed = event.key === "Enter" || event.key === " ";
      if (isPressed && event.target.matches("[role=button]") && send(event.target)) event.preventDefault();
    });
  }

  document.addEventListener("keydown", walk);

  document.addEventListener("click", (event) => {
    const filling = event.target.closest("[data-fill]");
    if (filling) fill(filling.dataset.fill);
    const point = event.target.closest(`[data-plot] ${MARKS}`);
    if (point) tell(point.closest("[data-plot]"), point);
    const mark = event.target.closest("a.cite");
    if (mark) {
      event.preventDefault();
      openSource(mark);
    }
    const button = event.target.closest("button");
    if (!button) return;
    if ("back" in button.dataset) goBack();
    else if ("close" in button.dataset) close(button);
    else if ("sort" in button.dataset) sort(button);
    else if ("more" in button.dataset) showMore(button);
    else if ("copy" in button.dataset) copy(button);
    else if ("save" in button.dataset) save(button.dataset);
  });

  return { wire, press, busy, begin, arrived, save };
})();

// ------------------------------------------------------------ from one tab to another
hemkg.go = (() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const openTab = (name) =>
    [...document.querySelectorAll("button[role=tab], .overflow-dropdown button")].find((tab) => tab.textContent.trim() === name)?.click();

  async function until(holds) {
    for (let tries = 0; tries < 100; tries += 1) {
      const found = holds();
      if (found) return found;
      await new Promise((done) => setTimeout(done, 50));
    }
    return null;
  }

  async function ask({ question }) {
    openTab("Ask");
    const field = await until(() => find("#question textarea")?.offsetParent && find("#question textarea"));
    if (!field) return;
    field.value = question;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 50));
    find("#question .submit-button")?.click();
  }

  async function graph({ node }) {
    openTab("Graph");
    if (await until(() => find("#graph")?.offsetParent)) hemkg.press("graph", "centre", { node });
  }

  const ways = { ask, graph };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go]");
    if (button) ways[button.dataset.go]?.({ ...button.dataset });
  });
  return { ways, openTab, until };
})();

// ------------------------------------------------------------ the ontology's tree
hemkg.terms = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const tree = () => document.querySelector("#ontology-tree");
  const inView = (button) => button.offsetParent !== null;

  function twist(button, isOpen = button.getAttribute("aria-expanded") !== "true") {
    button.setAttribute("aria-expanded", isOpen);
    const list = document.getElementById(button.getAttribute("aria-controls"));
    if (list) list.hidden = !isOpen;
  }

  const twistOf = (button) => button.closest("li")?.querySelector(":scope > [data-twist]");

  function inwards(button) {
    const own = twistOf(button);
    if (!own) return;
    if (own.getAttribute("aria-expanded") !== "true") twist(own, true);
    else own.parentElement.querySelector(":scope > ul :is(.term, .branch)")?.focus();
  }

  function outwards(button) {
    const own = twistOf(button);
    if (own?.getAttribute("aria-expanded") === "true") return twist(own, false);
    const above = button.closest("ul")?.closest("li");
    above?.querySelector(":scope > .term, :scope > .branch")?.focus();
  }

  function step(root, button, how) {
    const stops = all(".term, .branch", root).filter(inView);
    const now = stops.indexOf(button);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: stops.length - 1 }[how];
    stops[Math.max(0, Math.min(next, stops.length - 1))]?.focus();
  }

  // The arrow keys go through the tree as they do in a file manager; Tab and Enter work as everywhere.
  function walk(root) {
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-twist]");
      if (button) twist(button);
    });
    root.addEventListener("keydown", (event) => {
      const button = event.target.closest(".term, .branch, .twist");
      if (!button || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowRight") inwards(button);
      else if (event.key === "ArrowLeft") outwards(button);
      else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) step(root, button, event.key);
      else return;
      event.preventDefault();
    });
  }

  // A term has come: it is marked in the tree, and whoever followed a link within a term goes on reading at its head.
  function arrived(pane) {
    const card = pane.querySelector(".termcard");
    if (!card) return;
    all("#ontology-terms [aria-current]").forEach((old) => old.removeAttribute("aria-current"));
    const places = all("#ontology-terms .term").filter((place) => place.dataset.term === card.dataset.term);
    places.forEach((place) => place.setAttribute("aria-current", "true"));
    const first = places.find((place) => tree()?.contains(place));
    for (let list = first?.closest("ul[hidden]"); list; list = list.parentElement.closest("ul[hidden]")) {
      twist(document.querySelector(`[aria-controls="${list.id}"]`), true);
    }
    const isReading = !document.querySelector("#ontology-terms")?.contains(document.activeElement);
    if (isReading) card.querySelector("h2").focus({ preventScroll: true });
    if (isReading || matchMedia("(max-width: 900px)").matches) card.scrollIntoView({ block: "start" });
    if (isReading && inView(first ?? card)) first?.scrollIntoView({ block: "nearest" });
  }

  return { walk, arrived };
})();
