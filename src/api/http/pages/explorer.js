"use strict";
// The API explorer: ready operations to run and change, with the schema beside them.
// Everything a server sends is shown through textContent; nothing is ever parsed as HTML.

const ENDPOINTS = { delivery: "/graphql", desk: "/desk/graphql" };
const BLANK = { name: "Blank", graph: "delivery", document: "# Ask anything. The schema is beside you.\n{\n  site {\n    name\n    editions { locale autonym homeUrl }\n  }\n}\n", variables: {} };
const PAINT_LIMIT = 200_000; // colouring more characters than this would be felt
const SEARCH_LIMIT = 60;

const $ = (id) => document.getElementById(id);
const state = {
  tabs: [], current: null, graph: "delivery",
  roles: [], role: { delivery: "", desk: "" }, // a reader asks delivery; the desk knows only staff
  running: null,
  schemas: new Map(), schema: null, asked: 0, trail: [],
};

// ---------------------------------------------------------------- small helpers

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

async function readJson(address) {
  const response = await fetch(address, { credentials: "omit", headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

function bytes(count) {
  return count < 1000 ? `${count} B` : count < 1e6 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1e6).toFixed(2)} MB`;
}

// ---------------------------------------------------------------- colours

// One alternative per kind, in the order of their names; what matches none stays plain.
const GRAPHQL = {
  kinds: ["comment", "string", "variable", "directive", "number", "key", "name"],
  pattern: /(#[^\n]*)|("""[^]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?)|(\$\w+)|(@\w+)|(-?\b\d[\d.eE+-]*)|(\b[A-Za-z_]\w*(?=\s*:))|(\b[A-Za-z_]\w*)/g,
  refine(kind, text) {
    if (kind !== "name") return kind;
    if (/^(query|mutation|subscription|fragment|on)$/.test(text)) return "keyword";
    if (/^(true|false|null)$/.test(text)) return "number";
    return /^[A-Z][A-Z0-9_]+$/.test(text) ? "enum" : /^[A-Z]/.test(text) ? "type" : null;
  },
};
const JSON_TEXT = {
  kinds: ["key", "string", "number"],
  pattern: /("(?:\\.|[^"\\\n])*"(?=\s*:))|("(?:\\.|[^"\\\n])*"?)|(-?\b\d[\d.eE+-]*|\b(?:true|false|null)\b)/g,
};

function paint(target, text, language) {
  if (text.length > PAINT_LIMIT) return target.replaceChildren(text);
  const pieces = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(language.pattern)) {
    let kind = language.kinds[match.slice(1).findIndex((group) => group !== undefined)];
    if (language.refine) kind = language.refine(kind, match[0]);
    if (!kind) continue;
    pieces.append(text.slice(end, match.index), make("span", { className: `c-${kind}`, textContent: match[0] }));
    end = match.index + match[0].length;
  }
  pieces.append(text.slice(end));
  target.replaceChildren(pieces);
}

// ---------------------------------------------------------------- editors

// A plain text area does the editing; its glyphs are transparent and the same text is painted under it.
function makeEditor(box, language, changed) {
  const area = box.querySelector("textarea");
  const lines = box.querySelector(".lines");
  const code = box.querySelector(".paint code");
  let lineCount = 0;

  function follow() {
    code.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
    lines.style.transform = `translateY(${-area.scrollTop}px)`;
  }
  function draw() {
    paint(code, area.value, language);
    box.classList.toggle("plain", area.value.length > PAINT_LIMIT);
    const count = area.value.split("\n").length;
    if (count !== lineCount) lines.textContent = Array.from({ length: count }, (_, line) => line + 1).join("\n");
    lineCount = count;
    follow();
  }
  area.addEventListener("scroll", follow);
  area.addEventListener("input", () => { draw(); changed(area.value); });
  indentWithTab(area);
  return {
    area,
    set(text) { area.value = text; area.scrollTo(0, 0); area.setSelectionRange(0, 0); draw(); },
  };
}

// execCommand is old, but the only way to type into a text area that keeps its undo history.
function typeInto(area, text) {
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
}

function indentWithTab(area) {
  let letGo = false; // Escape gives the next Tab back to the page, so the keyboard is never trapped
  area.addEventListener("blur", () => { letGo = false; });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { letGo = true; return; }
    if (event.key === "Tab" && !letGo) { event.preventDefault(); shiftLines(area, event.shiftKey); }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); breakLine(area); }
    if (event.key !== "Shift" && event.key !== "Tab") letGo = false;
  });
}

function shiftLines(area, outwards) {
  const { value, selectionStart: start, selectionEnd: end } = area;
  if (!outwards && start === end) return typeInto(area, "  ");
  const first = value.lastIndexOf("\n", start - 1) + 1;
  const last = end > start && value[end - 1] === "\n" ? end - 1 : end; // a line whose start is merely touched stays
  const stop = value.indexOf("\n", last) < 0 ? value.length : value.indexOf("\n", last);
  const old = value.slice(first, stop);
  const text = outwards ? old.replace(/^ {1,2}/gm, "") : old.replace(/^(?=.)/gm, "  ");
  if (text === old) return;
  area.setSelectionRange(first, stop);
  typeInto(area, text);
  if (start === end) area.setSelectionRange(...Array(2).fill(Math.max(first, start + text.length - old.length)));
  else area.setSelectionRange(first, first + text.length);
}

function breakLine(area) {
  const before = area.value.slice(0, area.selectionStart);
  const margin = /[^\S\n]*$/.test(before) ? before.slice(before.lastIndexOf("\n") + 1).match(/^\s*/)[0] : "";
  const opens = /[{([]\s*$/.test(before);
  const closes = opens && /^[^\S\n]*[})\]]/.test(area.value.slice(area.selectionEnd));
  typeInto(area, `\n${margin}${opens ? "  " : ""}${closes ? `\n${margin}` : ""}`);
  if (closes) area.setSelectionRange(...Array(2).fill(area.selectionStart - margin.length - 1));
  area.blur(); area.focus(); // brings the caret into sight, which inserted text alone does not
}

// ---------------------------------------------------------------- operations of a document

// Only what stands outside braces, strings and comments opens an operation.
function operationsOf(text) {
  const found = [];
  let depth = 0;
  const bare = text.replace(/"""[^]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|#[^\n]*/g, " ");
  for (const [token, , kind, name] of bare.matchAll(/([{}()])|\b(query|mutation|subscription)\b\s*(\w+)?/g)) {
    if (token === "{" || token === "(") depth += 1;
    else if (token === "}" || token === ")") depth -= 1;
    else if (depth === 0) found.push({ kind, name: name || "" });
  }
  return found;
}

function showOperations() {
  const tab = state.current;
  const names = operationsOf(tab.text).map((operation) => operation.name).filter(Boolean);
  if (!names.includes(tab.operation)) tab.operation = names.includes(tab.name) ? tab.name : names[0] || "";
  $("operation-pick").hidden = names.length < 2;
  $("operation").replaceChildren(...names.map((name) => make("option", { value: name, textContent: name })));
  $("operation").value = tab.operation;
  $("reset").hidden = tab.text === tab.document && tab.variablesText === tab.firstVariables;
}

function chooseOperation(name) {
  const { area } = editors.document;
  state.current.operation = name;
  const at = area.value.search(new RegExp(`\\b(?:query|mutation|subscription)\\s+${name}\\b`));
  const line = area.value.slice(0, at).split("\n").length - 1;
  area.setSelectionRange(at, at);
  area.scrollTo(0, line * parseFloat(getComputedStyle(area).lineHeight));
}

// ---------------------------------------------------------------- variables

function readVariables(text) {
  if (!text.trim()) return { value: {} };
  try {
    const value = JSON.parse(text);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return { fault: "Variables are one JSON object." };
    return { value };
  } catch (error) {
    return { fault: `Not JSON yet: ${error.message}` };
  }
}

function checkVariables() {
  const { value, fault } = readVariables(state.current.variablesText);
  $("variables-check").textContent = fault || "";
  $("variables").setAttribute("aria-invalid", String(Boolean(fault)));
  return value;
}

// ---------------------------------------------------------------- who asks

function token() {
  const field = $("token").value.trim().replace(/^Bearer\s+/i, "");
  return state.roles.length ? state.roles.find((role) => role.key === state.role[state.graph])?.token || "" : field;
}

async function loadRoles() {
  state.roles = await readJson("/explorer/roles.json").catch(() => []);
  if (!state.roles.some((role) => role.key === state.role.desk)) state.role.desk = state.roles[0]?.key || "";
}

function showRoles() {
  $("role-picker").hidden = !state.roles.length;
  $("token-field").hidden = Boolean(state.roles.length);
  const choices = [{ key: "", name: "Anonymous reader" }, ...state.roles];
  $("role").replaceChildren(...choices.map(({ key, name }) => make("option", { value: key, textContent: name })));
  $("role").value = state.role[state.graph];
}

function send(body, options = {}) {
  const headers = { "content-type": "application/json", accept: options.accept || "application/graphql-response+json, application/json;q=0.9" };
  const bearer = token();
  if (bearer) headers.authorization = `Bearer ${bearer}`;
  return fetch(ENDPOINTS[state.graph], { method: "POST", credentials: "omit", headers, body: JSON.stringify(body), signal: options.signal });
}

// Demo tokens are short-lived: when one has ended, take fresh ones and ask again, once.
async function sendFresh(body, options) {
  const response = await send(body, options);
  if (response.status !== 401 || !state.roles.length || !token()) return response;
  await loadRoles();
  return send(body, options);
}

// ---------------------------------------------------------------- run

async function run() {
  const tab = state.current;
  if (!tab) return;
  state.running?.abort();
  const variables = checkVariables();
  if (!variables) return $("variables").focus();
  const controller = state.running = new AbortController();
  const operation = operationsOf(tab.text).find(({ name }) => name === tab.operation);
  const streams = operation?.kind === "subscription";
  const answer = tab.answer = { text: "", note: "Running…", tone: "" };
  $("run").textContent = "Stop";
  showAnswer();
  const started = performance.now();
  try {
    const body = { query: tab.text, variables, ...(tab.operation && { operationName: tab.operation }) };
    const response = await sendFresh(body, { signal: controller.signal, accept: streams ? "text/event-stream, application/json;q=0.9" : undefined });
    answer.headers = ["cache-control", "etag", "x-request-id"].map((name) => [name, response.headers.get(name)]).filter(([, value]) => value);
    if (/^text\/event-stream/.test(response.headers.get("content-type") || "")) await readEvents(response, tab, answer);
    else finishAnswer(answer, response, await response.text(), performance.now() - started);
  } catch (error) {
    answer.tone = answer.stream ? "" : "bad";
    answer.note = controller.signal.aborted ? "Stopped" : answer.stream ? "The stream broke off" : `No answer: ${error.message}`;
  }
  if (state.running === controller) { state.running = null; $("run").textContent = "Run"; }
  if (state.current === tab && tab.answer === answer) showAnswer();
}

function finishAnswer(answer, response, text, took) {
  let data = null;
  try { data = JSON.parse(text); } catch { /* not JSON: shown as it came */ }
  answer.text = data === null ? text : JSON.stringify(data, null, 2);
  const errors = Array.isArray(data?.errors) ? data.errors.length : 0;
  answer.tone = errors || !response.ok ? "bad" : "good";
  answer.note = [
    `${response.status} ${response.statusText}`.trim(),
    errors ? `${errors} ${errors === 1 ? "error" : "errors"}` : "",
    `${took < 10 ? took.toFixed(1) : Math.round(took)} ms`,
    bytes(new TextEncoder().encode(text).length),
  ].filter(Boolean).join(" · ");
}

// A subscription arrives as server-sent events: `next` carries an answer, `complete` ends the stream.
async function readEvents(response, tab, answer) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let count = 0;
  answer.stream = true;
  answer.tone = "good";
  for (;;) {
    answer.note = `${response.status} · listening · ${count} ${count === 1 ? "event" : "events"}`;
    if (state.current === tab && tab.answer === answer) showAnswer();
    const { done, value } = await reader.read();
    if (done) break;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart()).join("\n");
      if (!data) continue; // `complete`, or a comment that keeps the line open
      count += 1;
      let text = data;
      try { text = JSON.stringify(JSON.parse(data), null, 2); } catch { /* shown as it came */ }
      answer.text = `${text}\n\n${answer.text}`.slice(0, PAINT_LIMIT); // newest first
    }
  }
  answer.note = `Ended after ${count} ${count === 1 ? "event" : "events"}`;
}

function showAnswer() {
  const answer = state.current.answer || { text: "", note: "", tone: "" };
  $("status").textContent = answer.note;
  $("status").className = `status ${answer.tone}`;
  $("headers").hidden = !answer.headers?.length;
  $("headers").replaceChildren(...(answer.headers || []).map(([name, value]) => make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value, title: value }))));
  $("copy").hidden = !answer.text;
  const code = $("result").firstElementChild;
  if (answer.text) paint(code, answer.text, JSON_TEXT);
  else code.replaceChildren(make("span", { className: "empty", textContent: answer.note ? "" : "Run the operation to see its answer here." }));
  $("result").scrollTo(0, 0);
}

async function copyAnswer() {
  const button = $("copy");
  try {
    await navigator.clipboard.writeText(state.current.answer.text);
    button.textContent = "Copied";
  } catch { // the clipboard is closed to plain-http pages: select, so that one key copies
    getSelection().selectAllChildren($("result"));
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

// ---------------------------------------------------------------- tabs and address

function drawTabs() {
  $("tabs").replaceChildren(...state.tabs.map((tab, index) => {
    tab.button = make("button", { type: "button", role: "tab", id: `tab-${index}`, "aria-controls": "panel" },
      make("span", { textContent: tab.name }), tab.graph === "desk" ? make("small", { textContent: "desk" }) : null);
    tab.button.addEventListener("click", () => go(tab, tab.graph));
    return tab.button;
  }));
}

function moveAlongTabs(event) {
  const at = state.tabs.indexOf(state.current);
  const last = state.tabs.length - 1;
  const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  go(state.tabs[next], state.tabs[next].graph);
  state.tabs[next].button.focus();
}

function go(tab, graph) {
  const address = `#${new URLSearchParams({ op: tab.name, graph })}`;
  if (location.hash !== address) history.pushState(null, "", address);
  show(tab, graph);
}

function show(tab, graph) {
  const changed = state.current !== tab;
  state.current = tab;
  document.title = `${tab.name} · Masthead API explorer`;
  for (const other of state.tabs) {
    other.button.setAttribute("aria-selected", String(other === tab));
    other.button.tabIndex = other === tab ? 0 : -1;
  }
  $("panel").setAttribute("aria-labelledby", tab.button.id);
  tab.button.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (changed) {
    state.running?.abort();
    editors.document.set(tab.text);
    editors.variables.set(tab.variablesText);
    checkVariables();
    showOperations();
    showAnswer();
  }
  state.graph = graph;
  document.querySelector(`input[name=graph][value=${graph}]`).checked = true;
  showRoles();
  loadSchema();
}

function showAddress() {
  if (state.current && !location.hash.includes("=")) return; // a link within the page, such as the skip link
  const wanted = new URLSearchParams(location.hash.slice(1));
  const graph = wanted.get("graph");
  const tab = state.tabs.find(({ name }) => name === wanted.get("op")) || state.tabs.find((one) => one.graph === graph) || state.tabs[0];
  const variables = readVariables(wanted.get("variables") || "").value;
  if (wanted.has("variables") && variables) tab.variablesText = JSON.stringify(variables, null, 2);
  show(tab, Object.hasOwn(ENDPOINTS, graph) ? graph : tab.graph);
}

// ---------------------------------------------------------------- schema: fetch and index

const OF_TYPE = "{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name}}}}}}"; // [[T!]!]! is the deepest we need
const INTROSPECTION = `query Schema{__schema{queryType{name}mutationType{name}subscriptionType{name}types{kind name description
fields(includeDeprecated:true){name description isDeprecated deprecationReason args{name description defaultValue type${OF_TYPE}}type${OF_TYPE}}
inputFields{name description defaultValue type${OF_TYPE}}interfaces{name}possibleTypes{name}
enumValues(includeDeprecated:true){name description isDeprecated deprecationReason}}}}`;

const ABOUT = {
  delivery: "What readers are given: published stories and all around them, in one language at a time.",
  desk: "The newsroom's own: what readers are given, and beside it drafts, their states, and every editorial action.",
};

const baseName = (type) => (type.ofType ? baseName(type.ofType) : type.name);

async function loadSchema() {
  const key = `${state.graph} ${token()}`;
  const turn = state.asked += 1; // an answer that comes after the reader moved on is not shown
  if (!state.schemas.has(key)) {
    state.schema = null;
    say("Reading the schema…");
    const schema = await fetchSchema();
    if (!schema.fault) state.schemas.set(key, schema);
    if (turn !== state.asked) return;
    if (schema.fault) return say(schema.fault, schema.detail);
  }
  if (state.schema === state.schemas.get(key)) return;
  state.schema = state.schemas.get(key);
  state.trail = state.trail.filter((name) => state.schema.types.has(name));
  showDocs();
}

async function fetchSchema() {
  try {
    const answer = await (await sendFresh({ query: INTROSPECTION, operationName: "Schema" })).json();
    if (answer.data?.__schema) return indexSchema(answer.data.__schema);
    const error = answer.errors?.[0];
    const denied = /UNAUTHENTICATED|FORBIDDEN/.test(error?.extensions?.code);
    return { fault: denied ? "This graph shows its schema to staff only. Choose a role or give a token above." : "Introspection is off here, so the schema cannot be shown. Operations still run.", detail: error?.message };
  } catch (error) {
    return { fault: "The schema could not be read.", detail: error.message };
  }
}

function indexSchema(raw) {
  const types = new Map(raw.types.filter(({ name }) => !name.startsWith("__")).sort((a, b) => a.name.localeCompare(b.name)).map((type) => [type.name, { ...type, usedBy: [] }]));
  const roots = ["query", "mutation", "subscription"].map((kind) => raw[`${kind}Type`]?.name).filter(Boolean);
  const entries = []; // what search looks through
  for (const type of types.values()) {
    entries.push({ type: type.name, label: type.name, name: type.name, text: type.description || "" });
    for (const member of membersOf(type)) {
      entries.push({ type: type.name, member: member.name, label: `${type.name}.${member.name}`, name: member.name, text: member.description || "" });
      if (member.type) types.get(baseName(member.type))?.usedBy.push({ type: type.name, member: member.name });
      for (const arg of member.args || []) types.get(baseName(arg.type))?.usedBy.push({ type: type.name, member: member.name, arg: arg.name });
    }
    if (type.kind === "UNION") for (const { name } of type.possibleTypes) types.get(name)?.usedBy.push({ type: type.name });
  }
  for (const entry of entries) { entry.name = entry.name.toLowerCase(); entry.text = entry.text.toLowerCase(); }
  return { types, roots, entries };
}

const membersOf = (type) => type.fields || type.inputFields || type.enumValues || [];

// ---------------------------------------------------------------- schema: pages

function say(text, detail) {
  $("all-types").hidden = $("back").hidden = $("search").hidden = true;
  $("found").textContent = "";
  $("docs").replaceChildren(make("p", { className: "message", textContent: text }), detail ? make("p", { className: "soft", textContent: detail }) : "");
}

function typeLink(name, label = name, member) {
  const link = make("button", { type: "button", className: "link", textContent: label });
  link.addEventListener("click", () => openType(name, member));
  return link;
}

function typeSignature(type) {
  if (type.kind === "NON_NULL") return make("span", {}, typeSignature(type.ofType), "!");
  if (type.kind === "LIST") return make("span", {}, "[", typeSignature(type.ofType), "]");
  return state.schema.types.has(type.name) ? typeLink(type.name) : make("span", { textContent: type.name });
}

// Descriptions are Markdown in principle; ours use paragraphs and `code`, and that is what is rendered.
function prose(text, className = "prose") {
  const box = make("div", { className });
  for (const paragraph of (text || "").split(/\n\s*\n/).filter(Boolean)) {
    box.append(make("p", {}, ...paragraph.split(/`([^`]+)`/).map((piece, index) => (index % 2 ? make("code", { textContent: piece }) : piece))));
  }
  return text ? box : null;
}

function openType(name, member) {
  if (state.trail.at(-1) !== name) state.trail.push(name);
  $("search").value = "";
  showDocs();
  const target = member && [...$("docs").querySelectorAll("[data-member]")].find((node) => node.dataset.member === member);
  target?.classList.add("sought");
  const focus = target || $("docs").querySelector("h3.type");
  focus.focus({ preventScroll: true });
  if (target) target.scrollIntoView({ block: "center" });
}

function goBack() {
  if ($("search").value) $("search").value = "";
  else state.trail.pop();
  showDocs();
  ($("docs").querySelector("h3.type") || $("docs")).focus({ preventScroll: true });
}

function showDocs() {
  if (!state.schema) return;
  const wanted = $("search").value.trim().toLowerCase();
  const type = state.schema.types.get(state.trail.at(-1));
  $("all-types").hidden = !type && !wanted;
  $("back").hidden = !type && !wanted;
  $("found").textContent = "";
  $("search").hidden = false;
  $("docs").replaceChildren(wanted ? foundPage(wanted) : type ? typePage(type) : rootPage());
  $("docs").scrollTo(0, 0);
}

function rootPage() {
  const { types, roots } = state.schema;
  const page = make("div", {}, prose(ABOUT[state.graph]));
  page.append(make("h3", { className: "title", textContent: "Start here" }), make("ul", { className: "names" }, ...roots.map((name) => make("li", {}, typeLink(name), make("span", { className: "soft", textContent: ` ${membersOf(types.get(name)).length} fields` })))));
  const kinds = [["OBJECT", "Objects"], ["INTERFACE", "Interfaces"], ["UNION", "Unions"], ["ENUM", "Enums"], ["INPUT_OBJECT", "Inputs"], ["SCALAR", "Scalars"]];
  for (const [kind, title] of kinds) {
    const names = [...types.values()].filter((type) => type.kind === kind && !roots.includes(type.name)).map(({ name }) => name);
    if (!names.length) continue;
    page.append(make("details", { open: names.length < 40 && kind !== "SCALAR" },
      make("summary", {}, title, make("span", { className: "soft", textContent: ` ${names.length}` })),
      make("ul", { className: "names" }, ...names.map((name) => make("li", {}, typeLink(name))))));
  }
  return page;
}

function foundPage(wanted) {
  const score = ({ name, text, label }) => {
    if (name === wanted) return 0;
    if (label.toLowerCase() === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    if (name.includes(wanted) || label.toLowerCase().startsWith(wanted)) return 2;
    return text.includes(wanted) ? 3 : 9;
  };
  const found = state.schema.entries.map((entry) => [score(entry) * 2 + (entry.member ? 1 : 0), entry]).filter(([rank]) => rank < 18).sort((a, b) => a[0] - b[0]);
  const summary = found.length > SEARCH_LIMIT ? `${found.length} found, the nearest ${SEARCH_LIMIT} shown` : `${found.length || "Nothing"} found`;
  $("found").textContent = summary;
  return make("div", {}, make("p", { className: "soft", textContent: summary }), make("ul", { className: "hits" }, ...found.slice(0, SEARCH_LIMIT).map(([, entry]) => {
    const subject = state.schema.types.get(entry.type);
    const text = (entry.member ? membersOf(subject).find(({ name }) => name === entry.member) : subject).description;
    return make("li", {}, typeLink(entry.type, entry.label, entry.member), text ? make("p", { className: "soft", textContent: text }) : null);
  })));
}

const KIND_WORDS = { OBJECT: "type", INTERFACE: "interface", UNION: "union", ENUM: "enum", INPUT_OBJECT: "input", SCALAR: "scalar" };

function typePage(type) {
  const page = make("div", {},
    make("h3", { tabIndex: -1, className: "type" }, make("span", { className: "kind", textContent: KIND_WORDS[type.kind] }), " ", type.name),
    prose(type.description));
  if (type.interfaces?.length) page.append(nameRow("Implements", type.interfaces));
  const members = membersOf(type);
  if (members.length) page.append(make("h3", { className: "title", textContent: type.kind === "ENUM" ? "Values" : "Fields" }), make("ul", { className: "members" }, ...members.map(memberItem)));
  if (type.possibleTypes?.length) page.append(nameRow(type.kind === "UNION" ? "One of" : "Implemented by", type.possibleTypes));
  if (type.usedBy.length) {
    const uses = type.usedBy.map(({ type: owner, member, arg }) => make("li", {}, typeLink(owner, member ? `${owner}.${member}` : owner, member), arg ? make("span", { className: "soft", textContent: ` (${arg}:)` }) : null));
    page.append(make("details", { open: uses.length <= 12 }, make("summary", {}, "Used by", make("span", { className: "soft", textContent: ` ${uses.length}` })), make("ul", { className: "names" }, ...uses)));
  }
  return page;
}

function nameRow(title, types) {
  return make("div", {}, make("h3", { className: "title", textContent: title }), make("ul", { className: "names" }, ...types.map(({ name }) => make("li", {}, typeLink(name)))));
}

function memberItem(member) {
  const signature = make("p", { className: "signature" }, make("b", { textContent: member.name }));
  if (member.type) signature.append(": ", typeSignature(member.type));
  if (member.defaultValue) signature.append(make("span", { className: "soft", textContent: ` = ${member.defaultValue}` }));
  const item = make("li", { tabIndex: -1, className: member.isDeprecated ? "deprecated" : "" }, signature, prose(member.description));
  item.dataset.member = member.name;
  if (member.isDeprecated) item.append(make("p", { className: "warning", textContent: `Deprecated. ${member.deprecationReason || ""}` }));
  if (member.args?.length) item.append(make("ul", { className: "args" }, ...member.args.map((arg) => make("li", {},
    make("span", { className: "signature" }, arg.name, ": ", typeSignature(arg.type), arg.defaultValue ? make("span", { className: "soft", textContent: ` = ${arg.defaultValue}` }) : ""),
    prose(arg.description)))));
  return item;
}

// ---------------------------------------------------------------- start

const editors = {
  document: makeEditor($("document-editor"), GRAPHQL, (text) => { state.current.text = text; showOperations(); }),
  variables: makeEditor($("variables-editor"), JSON_TEXT, (text) => { state.current.variablesText = text; checkVariables(); showOperations(); }),
};

function makeTab(operation) {
  const firstVariables = JSON.stringify(operation.variables || {}, null, 2);
  return { ...operation, text: operation.document, variablesText: firstVariables, firstVariables, operation: "", answer: null };
}

function reset() {
  const tab = state.current;
  Object.assign(tab, { text: tab.document, variablesText: tab.firstVariables });
  editors.document.set(tab.text);
  editors.variables.set(tab.variablesText);
  checkVariables();
  showOperations();
  $("document").focus();
}

function listen() {
  $("run").addEventListener("click", () => (state.running ? state.running.abort() : run()));
  $("reset").addEventListener("click", reset);
  $("copy").addEventListener("click", copyAnswer);
  $("back").addEventListener("click", goBack);
  $("all-types").addEventListener("click", () => { state.trail = []; $("search").value = ""; showDocs(); $("docs").focus({ preventScroll: true }); });
  $("search").addEventListener("input", showDocs);
  $("operation").addEventListener("change", (event) => chooseOperation(event.target.value));
  $("tabs").addEventListener("keydown", moveAlongTabs);
  $("role").addEventListener("change", (event) => { state.role[state.graph] = event.target.value; loadSchema(); });
  $("token").addEventListener("change", loadSchema);
  for (const radio of document.querySelectorAll("input[name=graph]")) radio.addEventListener("change", () => go(state.current, radio.value));
  window.addEventListener("popstate", showAddress); // fires for typed addresses and for Back alike
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
  });
}

async function start() {
  const [operations] = await Promise.all([readJson("/explorer/operations.json").catch(() => []), loadRoles()]);
  state.tabs = [...operations, BLANK].map(makeTab);
  drawTabs();
  listen();
  showAddress();
}

start();
