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

  // Gradio's list of several choices leaves its field without a name.
  function nameFields() {
    all(".block input:not([aria-label]):not([type])").forEach((field) => {
      const label = find('[data-testid="block-info"]', field.closest(".block"));
      if (label && !field.closest("label")) field.setAttribute("aria-label", label.textContent.trim());
    });
  }

  // Called by each Gradio HTML component: its buttons tell the server which was clicked.
  function wire(root, trigger) {
    requestAnimationFrame(nameFields);
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
      all(".overflow-menu > button:not([aria-label])").forEach((dots) => dots.setAttribute("aria-label", "More tabs"));
    }).observe(document.body, { childList: true, subtree: true });
  }

  // Asks on the first tab, where the answer stands with its evidence.
  function askThere(question) {
    find('button[role="tab"]')?.click();
    fill(question);
    setTimeout(() => find("#question .submit-button")?.click(), 150);
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
    if ("askThere" in button.dataset) askThere(button.dataset.askThere);
    if ("back" in button.dataset) goBack();
    else if ("close" in button.dataset) close(button);
    else if ("sort" in button.dataset) sort(button);
    else if ("more" in button.dataset) showMore(button);
    else if ("copy" in button.dataset) copy(button);
    else if ("save" in button.dataset) save(button.dataset);
  });

  return { wire, busy, begin, arrived, save, kept, keep, accept };
})();
