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
    saveBlob(name, new Blob([content], { type: kind }));
  }

  function saveBlob(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // ------------------------------------------------------------ kept answers

  // They lie in this browser and nowhere else: a list of { name, when, text }, the text as hemkg saves an answer.
  const KEPT = "hemkg.kept";
  const LARGEST = 2000000;
  let panel;

  function keptList() {
    try {
      const list = JSON.parse(localStorage.getItem(KEPT));
      return Array.isArray(list) ? list.filter((one) => typeof one?.text === "string") : [];
    } catch {
      return [];
    }
  }

  function storeKept(list, told = "") {
    try {
      localStorage.setItem(KEPT, JSON.stringify(list));
    } catch {
      told = "This browser has no room for more; save some as files and remove them here.";
    }
    drawKept();
    tellKept(told);
  }

  function tellKept(words) {
    find(".kept-told", panel).textContent = words;
  }

  function textButton(label, does, title = "") {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "quiet", textContent: label, title });
    button.addEventListener("click", does);
    return button;
  }

  function drawKept() {
    const list = keptList();
    const shown = list.map((one, place) => {
      const row = document.createElement("li");
      const name = textButton(one.name, () => {}, "Ask again, and see what has changed");
      Object.assign(name.dataset, { send: "again", saved: one.text, question: one.name });
      name.classList.add("name");
      const when = document.createElement("span");
      when.className = "when";
      when.textContent = one.when ?? "";
      const others = () => keptList().filter((_, other) => other !== place);
      row.append(
        name, when,
        textButton("Rename", () => rename(row, name, place)),
        textButton("File", () => saveText(fileName(one.name), one.text), "Save as a file to share or to ask again later"),
        textButton("Remove", () => storeKept(others(), `Removed: ${one.name}`)),
      );
      return row;
    });
    find(".kept-list", panel).replaceChildren(...shown);
    find(".empty", panel).hidden = list.length > 0;
    find("summary span", panel).textContent = list.length ? `Kept answers (${list.length})` : "Kept answers";
  }

  function rename(row, name, place) {
    const field = document.createElement("input");
    Object.assign(field, { value: name.textContent, maxLength: 200 });
    field.setAttribute("aria-label", "Name of the kept answer");
    let isOver = false;
    const end = (isMeant) => {
      if (isOver) return;
      isOver = true;
      const list = keptList();
      if (isMeant && field.value.trim() && list[place]) list[place].name = field.value.trim();
      storeKept(list);
      find(`.kept-list li:nth-child(${place + 1}) .name`, panel)?.focus();
    };
    field.addEventListener("blur", () => end(true));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "Escape") end(event.key === "Enter");
    });
    name.replaceWith(field);
    field.select();
  }

  function keepText(name, text) {
    const when = new Date().toISOString().slice(0, 10);
    const list = keptList().filter((one) => one.text !== text);
    storeKept([{ name, when, text }, ...list], `Kept: ${name}`);
    find("details", panel).open = true;
  }

  // Called when the server gave an answer to be kept.
  function keep(element) {
    const given = find("[data-keep]", element);
    if (given && panel) keepText(given.dataset.name, given.dataset.keep);
  }

  function fileName(name) {
    return `${name.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60).toLowerCase() || "answer"}.json`;
  }

  function saveText(name, text) {
    saveBlob(name, new Blob([text], { type: "application/json" }));
  }

  // A kept answer as a file, or a page that holds one; nothing of it is run or shown but its question, as text.
  async function openKept(file) {
    try {
      if (file.size > 2 * LARGEST) throw new Error();
      const text = await file.text();
      const page = text.trimStart().startsWith("<") ? new DOMParser().parseFromString(text, "text/html") : null;
      const kept = page ? find("#kept-answer", page).textContent : text;
      const told = JSON.parse(kept);
      if (typeof told.question !== "string" || !Array.isArray(told.rows) || kept.length > LARGEST) throw new Error();
      keepText(told.question.slice(0, 200), kept);
    } catch {
      tellKept(`${file.name} is no kept answer.`);
    }
  }

  function kept(element) {
    panel = element;
    const chosen = find("input[type=file]", panel);
    find("[data-open]", panel).addEventListener("click", () => chosen.click());
    chosen.addEventListener("change", () => {
      if (chosen.files.length) openKept(chosen.files[0]);
      chosen.value = "";
    });
    drawKept();
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
    clearTimeout(looking);
    looking = setTimeout(() => look(pending), EVERY);
  }

  // While an answer is waited for: is the server still there?
  const EVERY = 3000;
  const SEEKING = "Looking through the papers";
  const LOST = "The server cannot be reached: start it again, then load this page anew. Kept answers are still here";
  let looking;

  async function look(pending) {
    if (pending.hidden) return;
    const isThere = await fetch("health", { cache: "no-store" }).then(() => true, () => false);
    find(".looking", pending).textContent = isThere ? SEEKING : LOST;
    looking = setTimeout(() => look(pending), EVERY);
  }

  function arrived(conversation) {
    const pending = find("#pending .pending");
    if (pending) pending.hidden = true;
    const last = all(".turn", conversation).pop();
    if (last) last.scrollIntoView({ block: "start", behavior: "instant" });
  }

  // ------------------------------------------------------------ what is listened to

  // One may type at once; on a phone this would open the keyboard over the examples.  The field may come a moment
  // after what calls this; who has gone elsewhere meanwhile is left there.
  function begin(tries = 40) {
    if (!matchMedia("(min-width: 901px)").matches || document.activeElement !== document.body) return;
    const field = find("#question textarea");
    if (field?.offsetParent) field.focus({ preventScroll: true });
    else if (tries) setTimeout(() => begin(tries - 1), 50);
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

  // Gradio leaves the field of a list of several choices without a name, and the menu of the tabs that find no room.
  function nameFields() {
    find(".overflow-menu > button")?.setAttribute("aria-label", "More tabs");
    all(".block input:not([aria-label]):not([type])").forEach((field) => {
      const label = find('[data-testid="block-info"]', field.closest(".block"));
      if (label && !field.closest("label")) field.setAttribute("aria-label", label.textContent.trim());
    });
  }

  // Called by each Gradio HTML component: its buttons tell the server which was clicked.
  function wire(root, trigger) {
    requestAnimationFrame(nameFields);
    triggers.set(root.closest('[id]:not([id^="html-"])')?.id, trigger); // Gradio numbers what is inside
    const send = (target) => {
      const button = target.closest("[data-send]");
      if (!button) return false;
      if (["ask", "again"].includes(button.dataset.send)) busy(button.dataset.question);
      trigger(button.dataset.send, { ...button.dataset });
      return true;
    };
    root.addEventListener("click", (event) => send(event.target));
    root.addEventListener("keydown", (event) => {
      const isPressed = event.key === "Enter" || event.key === " ";
      if (isPressed && event.target.matches("[role=button]") && send(event.target)) event.preventDefault();
    });
  }

  // ------------------------------------------------------------ the library

  // What a picker of files offers; what is dropped is looked at by the server.
  function accept(place, endings) {
    new MutationObserver(() => {
      all(`${place} input[type=file]`).forEach((field) => {
        if (field.accept !== endings) field.accept = endings;
      });
    }).observe(document.body, { childList: true, subtree: true });
  }

  // Asks on the first tab, where the answer stands with its evidence.
  function askThere(question) {
    find('button[role="tab"]')?.click();
    fill(question);
    setTimeout(() => find("#question .submit-button")?.click(), 150);
  }

  document.addEventListener("keydown", walk);
  window.addEventListener("resize", () => setTimeout(nameFields, 300));

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
    if ("askThere" in button.dataset) askThere(button.dataset.askThere);
    if ("back" in button.dataset) goBack();
    else if ("close" in button.dataset) close(button);
    else if ("sort" in button.dataset) sort(button);
    else if ("more" in button.dataset) showMore(button);
    else if ("copy" in button.dataset) copy(button);
    else if ("save" in button.dataset) save(button.dataset);
  });

  return { wire, press, busy, begin, arrived, save, kept, keep, accept };
})();

// ------------------------------------------------------------ from one tab to another
hemkg.go = (() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const openTab = (name) =>
    [...document.querySelectorAll("button[role=tab], .overflow-dropdown button")].find((tab) => tab.textContent.trim() === name)?.click();

  async function until(holds) {
    for (let tries = 0; tries < 600; tries += 1) {
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
    // the tab draws by itself when it is opened; what is wanted comes after that
    if (!(await until(() => find("#graph")?.offsetParent && !find("#graph .looking")))) return;
    await new Promise((done) => setTimeout(done, 150));
    hemkg.press("graph", "centre", { node });
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

// ------------------------------------------------------------ deciding on claims
hemkg.curate = (() => {
  const NAME = "hemkg-curator";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const pane = () => find("#curate-claim");
  const isOpen = () => pane()?.offsetParent !== null && pane() !== null;
  const isTyping = (node) => node.closest("input, textarea, select, [contenteditable], [role=listbox], [role=combobox]");
  let meant; // what Enter in a field will send
  let keeps; // where the focus goes when the next claim has come

  const kept = () => {
    try {
      return localStorage.getItem(NAME) ?? "";
    } catch {
      return ""; // a browser that keeps nothing
    }
  };

  function keep(name) {
    try {
      localStorage.setItem(NAME, name);
    } catch {
      // a browser that keeps nothing
    }
  }

  function changed() {
    const boxes = all("#curate-claim input[data-field]").filter((box) => box.value.trim() !== box.dataset.was);
    return Object.fromEntries(boxes.map((box) => [box.dataset.field, box.value]));
  }

  // A field that is needed is asked for before anything is sent.
  function lacks(id, words) {
    const box = find(`#${id}`);
    if (!box || box.value.trim()) return false;
    const place = find("#curate-claim .wrong:not([id])");
    if (place) place.textContent = words;
    box.setAttribute("aria-invalid", "true");
    box.focus();
    return true;
  }

  function edit(isEditing) {
    const claim = find("#curate-claim .claim");
    if (!claim) return;
    claim.classList.toggle("editing", isEditing);
    meant = isEditing ? "correct" : undefined;
    if (isEditing) (find("#curate-claim input[data-field=value]") ?? find("#curate-claim input[data-field]"))?.focus();
  }

  function decide(kind, decision) {
    if (kind === "edit" || kind === "cancel") return edit(kind === "edit");
    const isWriting = !["next", "previous"].includes(kind);
    if (isWriting && lacks("curate-name", "A decision needs the name of a person.")) return (meant = kind);
    if (["reject", "correct"].includes(kind) && lacks("curate-reason", "Say in a few words why, then press Enter.")) return (meant = kind);
    const fields = kind === "correct" ? changed() : {};
    if (kind === "correct" && !Object.keys(fields).length) {
      const place = find("#curate-claim .wrong:not([id])");
      if (place) place.textContent = "Nothing was changed; put right what is wrong, or accept.";
      return;
    }
    meant = undefined;
    keeps = true;
    hemkg.press("curate-claim", "decide", {
      kind, decision, reason: find("#curate-reason")?.value ?? "", name: find("#curate-name")?.value ?? "", fields: JSON.stringify(fields),
    });
  }

  const KEYS = { ArrowDown: "j", ArrowUp: "k" };

  document.addEventListener("keydown", (event) => {
    if (!isOpen() || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || isTyping(event.target)) return;
    if (event.target.closest("[role=tab]")) return;
    const key = KEYS[event.key] ?? event.key;
    const button = find(`#curate-claim [data-key="${CSS.escape(key)}"]`);
    if (!button || button.offsetParent === null) return;
    event.preventDefault();
    button.click();
  });

  function listen(root) {
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-decide]");
      if (button) decide(button.dataset.decide, button.dataset.decision);
    });
    root.addEventListener("input", (event) => {
      event.target.removeAttribute("aria-invalid");
      if (event.target.id === "curate-name") keep(event.target.value.trim());
    });
    root.addEventListener("keydown", (event) => {
      if (!event.target.matches("input")) return;
      if (event.key === "Escape") {
        if (find(".claim.editing", root)) edit(false);
        event.target.blur();
        find("h2", root)?.focus();
      } else if (event.key === "Enter" && (meant || find(".claim.editing", root))) {
        event.preventDefault();
        decide(meant ?? "correct");
      }
    });
    arrived(root);
  }

  function arrived(root) {
    // What is drawn anew keeps what was typed before; it was typed for another claim, or stands in what has come.
    all("input", root).forEach((box) => (box.value = box.defaultValue));
    const name = find("#curate-name", root);
    if (name && kept()) name.value = kept();
    meant = find(".claim.editing", root) ? "correct" : undefined;
    const wrong = find("input[aria-invalid]", root);
    if (wrong) wrong.focus();
    else if (keeps) find("h2", root)?.focus({ preventScroll: true });
    keeps = false;
  }

  hemkg.go.ways.curate = async ({ claim }) => {
    hemkg.go.openTab("Curate");
    if (await hemkg.go.until(() => find("#curate-claim .claim, #curate-queue .empty")?.offsetParent)) hemkg.press("curate-claim", "open", { key: claim });
  };
  return { listen, arrived };
})();
