// One operation: what it does, what it takes, what it answers.

import { element, prose } from "./dom.js";
import { limits, resolve, schemaTree, typeName } from "./schema.js";
import { requestForm } from "./request.js";

export function operationsOf(api) {
  const found = [];
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) found.push({ path, method, ...operation });
  }
  return found.map((each) => ({ ...each, parameters: each.parameters.map((p) => parameter(api, p)) }));
}

function parameter(api, given) {
  return given.$ref ? api.components.parameters[given.$ref.split("/").pop()] : given;
}

export function method(operation) {
  const streams = Boolean(operation.responses["200"].content["text/event-stream"]);
  const name = operation.method.toUpperCase();
  return element("span", { class: `method ${operation.method}`, title: streams ? "a stream of events" : null }, streams ? "SSE" : name);
}

export function operationSection(api, operation) {
  const section = element("details", { class: "operation", id: operation.operationId },
    element("summary", {}, method(operation), element("code", { class: "path" }, breakable(operation.path)),
      element("span", { class: "summary" }, operation.summary)));
  section.addEventListener("toggle", () => section.append(body(api, operation)), { once: true });
  return section;
}

function body(api, operation) {
  const content = operation.requestBody?.content["application/json"];
  const answer = Object.entries(operation.responses["200"].content)[0];
  return element("div", { class: "inside" },
    prose(operation.description),
    element("p", { class: "note" }, access(operation)),
    operation.parameters.length ? parameters(api, operation.parameters) : null,
    content ? [element("h4", {}, "Body"), prose(resolve(api, content.schema).description), schemaTree(api, content.schema)] : null,
    element("h4", {}, "Answer"),
    prose(operation.responses["200"].description),
    element("p", { class: "note" }, `${answer[0]}: `, element("code", {}, typeName(api, answer[1].schema))),
    schemaTree(api, answer[1].schema),
    element("p", { class: "note" }, "Failures are ", element("a", { href: "#errors" }, "problems"), "."),
    requestForm(api, operation));
}

function access(operation) {
  if (operation.security?.length === 0) return "Needs no key.";
  return operation["x-scope"] ? `Needs a key or token with the scope ${operation["x-scope"]}.` : "Needs a key or token.";
}

function parameters(api, list) {
  const places = { path: "path", query: "query", header: "header" };
  const rows = list.map((each) => element("li", {},
    element("div", { class: "row" },
      element("code", { class: "name" }, each.name),
      element("span", { class: "type" }, `${typeName(api, each.schema)}, ${places[each.in]}`),
      each.required ? element("span", { class: "required" }, "required") : null,
      element("span", { class: "limits" }, limits(resolve(api, each.schema)))),
    element("div", { class: "about" }, prose(each.description))));
  return element("div", {}, element("h4", {}, "Parameters"), element("ul", { class: "tree" }, rows));
}

// Long paths may break after a slash.
export function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part) => [part, element("wbr")]);
}
