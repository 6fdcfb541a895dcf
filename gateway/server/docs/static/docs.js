// The page: a menu, a section for each service, and the list of errors.

import { element, prose } from "./dom.js";
import { breakable, method, operationSection, operationsOf } from "./operation.js";
import { schemaTree } from "./schema.js";
import { KEY } from "./request.js";

const byId = (id) => document.getElementById(id);

async function start() {
  keepKey();
  const response = await fetch("/openapi.json");
  if (!response.ok) throw new Error(`/openapi.json answered ${response.status}`);
  const api = await response.json();
  const operations = operationsOf(api);
  byId("content").replaceChildren(intro(api), ...services(api, operations), errors(api));
  byId("menu").replaceChildren(...menu(api, operations));
  byId("filter").addEventListener("input", () => filter(operations));
  filter(operations);
  addEventListener("hashchange", reveal);
  addEventListener("keydown", shortcut);
  reveal();
}

function keepKey() {
  const input = byId("key");
  input.value = sessionStorage.getItem(KEY) ?? "";
  input.addEventListener("input", () => sessionStorage.setItem(KEY, input.value.trim()));
  byId("key-form").addEventListener("submit", (event) => event.preventDefault());
}

function intro(api) {
  return element("section", { class: "intro" }, element("h1", {}, api.info.title), prose(api.info.description),
    element("p", { class: "note" }, element("a", { href: "/openapi.json" }, "openapi.json"), " · ",
      element("a", { href: "/healthz" }, "health")));
}

function services(api, operations) {
  return api.tags.map((tag) => element("section", { class: "service", id: tag.name, "data-tag": tag.name },
    element("h2", {}, spaced(tag.name)), prose(tag.description),
    operations.filter((each) => each.tags[0] === tag.name).map((each) => operationSection(api, each))));
}

function errors(api) {
  const problem = api.components.schemas.Problem;
  const reasons = Object.entries(problem.properties.reason["x-reasons"] ?? {});
  return element("section", { id: "errors" }, element("h2", {}, "Problems"), prose(problem.description),
    element("details", { class: "shape" }, element("summary", {}, "The document"), schemaTree(api, problem)),
    element("h3", {}, "Reasons"),
    element("dl", {}, reasons.map(([name, text]) => element("div", { id: `error-${name}`, tabindex: "-1" },
      element("dt", {}, element("code", {}, name)), element("dd", {}, text)))));
}

function menu(api, operations) {
  const groups = api.tags.map((tag) => element("div", { class: "group", "data-tag": tag.name },
    element("a", { class: "title", href: `#${tag.name}` }, spaced(tag.name)),
    element("ul", {}, operations.filter((each) => each.tags[0] === tag.name).map(link))));
  return [...groups, element("div", { class: "group" }, element("a", { class: "title", href: "#errors" }, "Problems"))];
}

function link(operation) {
  const name = spaced(operation.operationId.split("_").slice(1).join(" "));
  return element("li", { "data-id": operation.operationId },
    element("a", { href: `#${operation.operationId}`, title: operation.path }, method(operation), name));
}

function filter(operations) {
  const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = new Set(operations.filter((each) => matches(each, words)).map((each) => each.operationId));
  for (const row of document.querySelectorAll("[data-id]")) row.hidden = !shown.has(row.dataset.id);
  for (const section of document.querySelectorAll(".operation")) section.hidden = !shown.has(section.id);
  for (const part of document.querySelectorAll("[data-tag]")) {
    part.hidden = !operations.some((each) => each.tags[0] === part.dataset.tag && shown.has(each.operationId));
  }
  byId("count").textContent = words.length ? `${shown.size} of ${operations.length} operations` : `${operations.length} operations`;
}

function matches(operation, words) {
  const text = `${operation.method} ${operation.path} ${operation.operationId} ${operation.description}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function reveal() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target instanceof HTMLDetailsElement) target.open = true;
  for (const each of document.querySelectorAll("nav [aria-current]")) each.removeAttribute("aria-current");
  document.querySelector(`nav a[href="#${target.id}"]`)?.setAttribute("aria-current", "true");
  target.scrollIntoView({ block: "start" });
  (target.querySelector("summary") ?? target).focus({ preventScroll: true });
}

function shortcut(event) {
  if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    byId("filter").focus();
  }
  if (event.key === "Escape" && document.activeElement === byId("filter")) {
    byId("filter").value = "";
    byId("filter").dispatchEvent(new Event("input"));
  }
}

const spaced = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2");

start().catch((error) => byId("content").replaceChildren(element("p", { class: "status bad" }, error.message)));
