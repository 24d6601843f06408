/* The desk's one script. Every page works without it: it saves page loads, adds keys, and selects in the text. */

const desk = document.body.dataset.desk;
const csrf = document.body.dataset.csrf;
const columns = document.querySelector(".columns[data-article]");
const pane = document.getElementById("claim-pane");
const worklist = document.getElementById("worklist");

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const narrow = () => matchMedia("(max-width: 61.99rem)").matches;
const FIELD = "input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), select, textarea";
const current = () => pane && !pane.hidden && one(".claim-pane", pane);

/* Telling */

let fading;
function say(text) {
  const said = document.getElementById("said");
  said.replaceChildren();
  if (!text) return;
  const line = document.createElement("p");
  line.textContent = text;
  said.append(line);
  clearTimeout(fading);
  fading = setTimeout(() => said.replaceChildren(), 6000);
}
if (one("#said p")) fading = setTimeout(() => document.getElementById("said").replaceChildren(), 6000);

function refuse(answer, form) {
  const place = (current() && one("#refused", pane)) || alertOf(form);
  const lines = answer.missing?.length ? answer.missing : answer.hint ? [answer.hint] : [];
  if (!place) return say([answer.error, ...lines].join(" "));
  say("");
  const list = document.createElement("ul");
  list.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  const head = document.createElement("p");
  head.textContent = answer.missing?.length ? "Refused: the gate asks for more." : answer.error;
  if (current()) for (const box of all(".gate", pane)) box.open = false;
  place.replaceChildren(head, ...(lines.length ? [list] : []));
  place.hidden = false;
  if (answer.claim && form) place.append(Object.assign(document.createElement("p"), { textContent: "Send it again to set yours, or go on to leave it so." }));
  place.scrollIntoView({ block: "nearest" });
  if (form && current()) one("textarea, input:not([type=hidden])", form)?.focus();
}

/* A form of a page keeps what is in it, and says at its top what was wrong. */
function alertOf(form) {
  if (!form?.isConnected) return null;
  const found = one(":scope > .alert", form);
  if (found) return found;
  const made = Object.assign(document.createElement("div"), { className: "alert", hidden: true });
  made.setAttribute("role", "alert");
  form.prepend(made);
  return made;
}

/* Somebody was first: the new state is shown, with what was typed in its form again, so that it can be sent all the same. */
function refill(action, kept) {
  const same = (form) => form.action === action && (!kept.has("status") || form.elements.status?.value === kept.get("status"));
  const form = current() && all("form", pane).find(same);
  if (!form) return null;
  for (const [name, value] of kept) {
    const field = form.elements[name];
    if (typeof value !== "string" || !field || field.type === "hidden") continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  return form;
}

/* Showing a claim beside the text */

async function open(number, { push = true, focus = true } = {}) {
  const answer = await fetch(`${desk}/claim/${number}/pane`, { headers: { "X-Desk": "1" } });
  if (!answer.ok) return void (location.href = `${desk}/claim/${number}`);
  put(number, await answer.text(), { push, focus });
}

function put(number, html, { push = true, focus = true } = {}) {
  pane.innerHTML = html;
  pane.hidden = false;
  worklist.hidden = true;
  document.body.classList.add("has-claim");
  const address = `${desk}/claim/${number}`;
  if (push && location.pathname !== address) history.pushState({ claim: number }, "", address);
  document.title = `Claim ${number} · factcheck`;
  point(number);
  document.getElementById("pane").scrollTop = 0;
  if (narrow()) scrollTo(0, 0);
  if (narrow() && one(".gate", pane)) one(".gate", pane).open = false;
  awaitSuggestions();
  if (focus) one("#claim-title", pane)?.focus({ preventScroll: true });
}

function point(number) {
  for (const mark of all("mark.here")) mark.classList.remove("here");
  for (const flag of all(".flag[aria-current]")) flag.removeAttribute("aria-current");
  if (number === null) return;
  for (const mark of all(`mark[data-claim="${number}"]`)) mark.classList.add("here");
  const flag = one(`[data-flag="${number}"]`);
  flag?.setAttribute("aria-current", "true");
  const mark = one(`mark[data-claim="${number}"]`);
  if (mark && !narrow()) mark.scrollIntoView({ block: "center", behavior: "instant" });
}

function showWorklist({ push = true } = {}) {
  const was = current()?.dataset.claim;
  pane.replaceChildren();
  pane.hidden = true;
  worklist.hidden = false;
  document.body.classList.remove("has-claim");
  point(null);
  if (push) history.pushState({}, "", `${desk}/article/${columns.dataset.article}`);
  const row = was && one(`[data-row="${was}"] a`);
  (row ?? one("#worklist-title"))?.focus();
}

function look(mark) {
  for (const item of all(`mark[data-claim="${mark.id}"], [data-flag="${mark.id}"], [data-row="${mark.id}"]`)) {
    item.className = item.className.replace(/\bs-[a-z-]+/, `s-${mark.css}`);
    one("use", item)?.setAttribute("href", `#i-${mark.css}`);
    const label = one(".label", item);
    if (label) label.textContent = item.matches(".flag") ? `: ${mark.label}` : mark.label;
  }
}

function take(answer) {
  for (const mark of answer.marks ?? []) look(mark);
  if (answer.progress) document.getElementById("progress").innerHTML = answer.progress;
  if (answer.head) columns.dataset.head = answer.head;
  if (answer.pane) put(answer.claim, answer.pane);
}

/* Sending a form */

let busy = false;
async function send(form, button) {
  if (busy) return;
  busy = true;
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  if (form.hasAttribute("data-long")) say("Working…");
  for (const item of all("button", form)) item.disabled = true;
  try {
    const plain = form.enctype !== "multipart/form-data";
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "X-Desk": "1", "X-CSRF-Token": csrf, Accept: "application/json" },
      body: plain ? new URLSearchParams(body) : body,
    });
    await sent(form, response, await response.json());
  } catch {
    say("The desk does not answer. Nothing is lost: try again.");
  } finally {
    busy = false;
    for (const item of all("button", form)) item.disabled = false;
  }
}

async function sent(form, response, answer) {
  if (response.status === 401) return void location.reload();
  if (response.ok && answer.job) return watch(form, answer.job);
  if (response.ok && (!columns || answer.reload || !answer.pane)) return void goto(answer);
  const kept = new FormData(form);
  take(answer);
  if (response.ok) say(answer.message);
  else refuse(answer, form.isConnected ? form : refill(form.action, kept));
}

/* What is told on the page that is left would not be read: the next page tells it. */
function goto(answer) {
  sessionStorage.setItem("factcheck-said", answer.message ?? "");
  if (location.pathname === answer.to) location.reload();
  else location.assign(answer.to);
}
const saidBefore = sessionStorage.getItem("factcheck-said");
sessionStorage.removeItem("factcheck-said");
if (saidBefore) say(saidBefore);

async function watch(form, job) {
  const place = one(".job", form) ?? document.getElementById("said");
  place.hidden = false;
  for (;;) {
    const told = await (await fetch(`${desk}/job/${job}.json`)).json();
    if (told.done && told.to) return void location.assign(desk + told.to);
    const line = document.createElement("p");
    line.textContent = told.error ? [told.error, told.hint].filter(Boolean).join(". ") : `${told.title}: ${told.seconds} s, ${Math.round(told.bytes / 1000)} kB${told.attempts > 1 ? `, attempt ${told.attempts}` : ""}`;
    place.replaceChildren(line);
    if (told.done) return;
    await new Promise((done) => setTimeout(done, 300));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const inDesk = form.method === "post" && (form.closest("#claim-pane") || form.matches("[data-job], [data-form]"));
  if (!inDesk) return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("[data-open]");
  const back = event.target.closest("[data-worklist]");
  const mark = event.target.closest("mark[data-claim]");
  const sentence = event.target.closest("[data-sentence]");
  if (link && columns && pane) (event.preventDefault(), open(link.dataset.open));
  else if (back && worklist) (event.preventDefault(), showWorklist());
  else if (sentence) (event.preventDefault(), skipForm(sentence.dataset.sentence));
  else if (mark && getSelection().isCollapsed && pane) open(mark.dataset.claim);
  else if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
  else if (event.target.closest("[data-link]")) (event.preventDefault(), navigator.clipboard?.writeText(event.target.href), say("The link is copied"));
});

addEventListener("popstate", () => {
  if (!columns) return;
  const found = location.pathname.match(/\/claim\/(\d+)$/);
  if (found) open(found[1], { push: false });
  else showWorklist({ push: false });
});

document.addEventListener("toggle", async (event) => {
  const box = event.target;
  if (!box.open || box.matches(".gate")) return; // the gate is open from the start: nobody asked for a field
  if (!box.contains(document.activeElement) || document.activeElement.matches("summary")) one(FIELD, box)?.focus();
  load(box);
}, true);

/* Suggestions come by themselves, once the claim has been looked at for a moment. */

async function load(box) {
  if (!box?.dataset.lazy || box.dataset.loaded) return;
  box.dataset.loaded = "1";
  const answer = await fetch(box.dataset.lazy, { headers: { "X-Desk": "1" } });
  if (!answer.ok) return;
  one(".lazy", box).innerHTML = await answer.text();
  const count = all("[data-suggestion]", box).length;
  one(".count", box).textContent = count || "none";
  // They lie open, so that one key takes one up; of a claim that is decided, only who asks for them sees them.
  if (count && /^(unchecked|checking|needs_recheck)$/.test(current()?.dataset.status)) box.open = true;
}

let looking;
function awaitSuggestions() {
  clearTimeout(looking);
  looking = setTimeout(() => load(document.getElementById("suggestions")), 400);
}

/* Selecting words in the text */

const toolbar = document.getElementById("selection");
const prose = one(".prose[data-editable='1']");
let chosen = null;

const points = (text) => [...text].length;

function offsetOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const piece = element.closest?.(".piece");
  if (!piece) return null;
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, offset);
  const copy = document.createElement("div");
  copy.append(range.cloneContents());
  for (const hidden of all(".hidden-char", copy)) hidden.textContent = "x";
  return Number(piece.dataset.start) + points(copy.textContent);
}

function selected() {
  const selection = getSelection();
  if (!prose || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!prose.contains(range.commonAncestorContainer)) return null;
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  const text = selection.toString();
  if (start === null || end === null || end <= start || !text.trim()) return null;
  return { start, end, box: range.getBoundingClientRect(), node: range.startContainer };
}

function choose() {
  if (!toolbar) return false;
  const found = selected();
  if (found) chosen = found;
  toolbar.hidden = !found;
  if (!found) return false;
  toolbar.style.insetInlineStart = `${Math.max(8, Math.min(found.box.left + scrollX, innerWidth - 340))}px`;
  toolbar.style.insetBlockStart = `${found.box.bottom + scrollY + 6}px`;
  return true;
}
document.addEventListener("selectionchange", choose);

toolbar?.addEventListener("mousedown", (event) => event.preventDefault());
toolbar?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !chosen) return;
  if (button.hasAttribute("data-skip")) skipSelected();
  else addSelected(button.dataset.kind);
});

function addSelected(kind) {
  const form = one("[data-form='claim']");
  form.elements.start.value = chosen.start;
  form.elements.end.value = chosen.end;
  form.elements.kind.value = kind;
  getSelection().removeAllRanges();
  send(form);
}

function skipSelected() {
  const piece = (chosen.node.nodeType === Node.TEXT_NODE ? chosen.node.parentElement : chosen.node).closest(".piece");
  let next = piece;
  while (next && !next.matches?.("[data-sentence]")) next = next.nextElementSibling;
  if (next) skipForm(next.dataset.sentence);
  else say("This sentence is accounted for already");
}

function skipForm(sentence) {
  const box = document.getElementById("skip-form");
  if (!box) return;
  box.open = true;
  const form = one("[data-form='skip']", box);
  form.elements.sentence.value = sentence;
  form.elements.reason.focus();
  form.scrollIntoView({ block: "center" });
}

/* Keys */

const switchBox = document.getElementById("keys-on");
switchBox.checked = localStorage.getItem("factcheck-keys") !== "off";
switchBox.addEventListener("change", () => localStorage.setItem("factcheck-keys", switchBox.checked ? "on" : "off"));
for (const button of all("[data-keys]")) button.hidden = false;

function press(key) {
  const target = (current() && one(`[data-key="${key}"]`, pane)) || one(`.menu [data-key="${key}"]`);
  if (!target) return false;
  if (target.matches("summary")) {
    // The field has the focus before the next key comes: a toggle event would be too late.
    target.parentElement.open = true;
    one("textarea", target.parentElement).focus();
  } else target.click();
  return true;
}

async function suggest(number, stance) {
  const box = current() && document.getElementById("suggestions");
  if (!box) return;
  if (!box.open) {
    box.open = true;
    await load(box);
    box.scrollIntoView({ block: "nearest" });
    return say(one("[data-suggestion]", box) ? `Press ${number} again to take it up` : "The archive suggests nothing");
  }
  const form = one(`[data-suggestion="${number}"]`, box);
  if (form) send(form, one(`button[value="${stance}"]`, form));
}

function reveal(id) {
  const box = document.getElementById(id);
  if (!box) return;
  box.open = true;
  for (const gate of all(".gate", pane)) gate.open = false;
  one(FIELD, box)?.focus();
  box.scrollIntoView({ block: "center" });
}

function step(which) {
  const link = current() ? one(`[data-${which}]`, pane) : one(".rows [data-open]");
  link?.click();
}

function nextOpen() {
  const here = current()?.dataset.claim;
  const flags = all(".flag[data-flag]:not(.faded)");
  const place = flags.findIndex((flag) => flag.dataset.flag === here);
  const isOpen = (flag) => /s-(unchecked|checking|needs-recheck)/.test(flag.className);
  const found = [...flags.slice(place + 1), ...flags.slice(0, place + 1)].find(isOpen);
  if (found) open(found.dataset.flag);
  else say("No claim is open");
}

const keys = {
  j: () => step("following"),
  k: () => step("previous"),
  J: nextOpen,
  w: () => current() && columns && showWorklist(),
  t: () => current() && one(`[data-flag="${current().dataset.claim}"]`)?.focus(),
  e: () => reveal("cite"),
  p: () => reveal("contact"),
  "/": () => document.getElementById("q-top").focus(),
  "?": () => document.getElementById("keys").showModal(),
  // The selection itself is asked: a key may come before the event that tells of it.
  a: () => choose() && addSelected("statement"),
  x: () => choose() && skipSelected(),
};

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, select, textarea");
  if (event.key === "Escape" && field) {
    const box = field.closest("details[open]");
    field.blur();
    if (box && box.closest("#claim-pane")) (box.open = false), one("summary", box)?.focus();
    return;
  }
  if (event.key === "Enter" && !event.shiftKey && field?.hasAttribute("data-send") && !event.isComposing) {
    event.preventDefault();
    field.form.requestSubmit();
    return;
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  if (!switchBox.checked && event.key !== "?") return;
  const digit = event.code?.match(/^Digit([1-5])$/);
  if (digit && current()) return void suggest(digit[1], event.shiftKey ? "refutes" : "supports");
  if (keys[event.key]) (event.preventDefault(), keys[event.key]());
  else if (/^[a-z]$/.test(event.key) && press(event.key)) event.preventDefault();
});

/* What others do meanwhile */

async function listen() {
  if (document.hidden || busy) return;
  const answer = await fetch(`${desk}/article/${columns.dataset.article}/state.json?since=${columns.dataset.head}`);
  if (!answer.ok) return;
  const told = await answer.json();
  if (busy || Number(told.head) <= Number(columns.dataset.head)) return;
  columns.dataset.head = told.head;
  for (const item of told.changed) look(item);
  const here = current();
  const mine = here && told.changed.find((item) => String(item.id) === here.dataset.claim);
  if (mine && mine.seq > Number(here.dataset.seq)) say(`${mine.by ?? "Somebody"} has just changed this claim: ${mine.label}. Press j and k to see it anew.`);
}
if (columns && csrf) setInterval(() => listen().catch(() => {}), 5000);
if (columns && current()) {
  awaitSuggestions();
  point(current().dataset.claim);
  if (narrow() && one(".gate", pane)) one(".gate", pane).open = false;
}
