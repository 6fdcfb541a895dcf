// "Try it": sends a request to this gateway and shows the answer as it comes.

import { element } from "./dom.js";
import { example } from "./schema.js";

export const KEY = "persona-api-key";

export function requestForm(api, operation) {
  const fields = operation.parameters.filter((each) => each.in !== "header").map((each) => field(operation, each));
  const content = operation.requestBody?.content["application/json"];
  const body = content && element("textarea", { name: "body", rows: 8, spellcheck: "false", "aria-label": "Body as JSON" });
  if (body) body.value = JSON.stringify(example(api, content.schema), null, 2);
  const send = element("button", { type: "submit" }, "Send");
  const stop = element("button", { type: "button", class: "quiet", hidden: true }, "Stop");
  const output = element("div", { class: "output", "aria-live": "polite" });
  const form = element("form", { class: "try", autocomplete: "off" }, element("h4", {}, "Try it"),
    fields.map((each) => each.row), body, element("div", { class: "buttons" }, send, stop), output);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const abort = new AbortController();
    stop.hidden = false;
    stop.onclick = () => abort.abort();
    await show(output, operation, () => call(operation, fields, body?.value, abort.signal));
    stop.hidden = true;
  });
  return form;
}

function field(operation, parameter) {
  const id = `${operation.operationId}-${parameter.name}`;
  const input = element("input", { id, name: parameter.name, required: parameter.required, spellcheck: "false" });
  const row = element("div", { class: "field" }, element("label", { for: id }, parameter.name), input);
  return { parameter, input, row };
}

function call(operation, fields, body, signal) {
  const query = new URLSearchParams();
  let path = operation.path;
  for (const { parameter, input } of fields) {
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (input.value) for (const value of values(parameter, input.value)) query.append(parameter.name, value);
  }
  const key = sessionStorage.getItem(KEY);
  const headers = { ...(key && { Authorization: `Bearer ${key}` }), ...(body != null && { "Content-Type": "application/json" }) };
  const url = query.size ? `${path}?${query}` : path;
  return fetch(url, { method: operation.method.toUpperCase(), headers, body, signal, credentials: "omit" });
}

function values(parameter, text) {
  return parameter.schema.type === "array" ? text.split(",").map((each) => each.trim()) : [text];
}

async function show(output, operation, send) {
  const started = performance.now();
  output.replaceChildren(element("p", { class: "note" }, "Waiting…"));
  try {
    const response = await send();
    const text = element("pre", { tabindex: "0" });
    output.replaceChildren(status(response, performance.now() - started), text);
    if (response.headers.get("content-type") === "text/event-stream") await follow(response, text);
    else text.textContent = pretty(await response.text());
  } catch (error) {
    const words = error.name === "AbortError" ? "Stopped." : `No answer: ${error.message}`;
    output.append(element("p", { class: "note" }, words));
  }
}

function status(response, milliseconds) {
  const id = response.headers.get("x-request-id");
  return element("p", { class: response.ok ? "status good" : "status bad" }, `${response.status} ${response.statusText}`,
    element("span", { class: "note" }, `${milliseconds.toFixed(0)} ms${id ? `, request ${id}` : ""}`));
}

async function follow(response, text) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) text.append(part.value);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
