// Schemas as trees that open on demand, and examples made from them.

import { element, prose } from "./dom.js";

export function resolve(api, schema) {
  if (!schema?.$ref) return schema ?? {};
  const name = schema.$ref.split("/").pop();
  const { $ref, ...own } = schema;
  return { ...api.components.schemas[name], ...own, title: name };
}

export function typeName(api, schema) {
  const full = resolve(api, schema);
  if (full.anyOf) return full.anyOf.map((each) => typeName(api, each)).filter(unique).join(" or ");
  if (full.type === "array") return `list of ${typeName(api, full.items)}`;
  return full.title ?? (full.format ? `${full.type} (${full.format})` : full.type ?? "any");
}

export function schemaTree(api, schema) {
  const full = resolve(api, schema);
  if (full.type === "array") return schemaTree(api, full.items);
  if (full.enum) return element("div", { class: "enum" }, prose(full.description));
  if (!full.properties) return null;
  const required = new Set(full.required ?? []);
  const rows = Object.entries(full.properties).map(([name, inner]) => property(api, name, inner, required.has(name)));
  return element("ul", { class: "tree" }, rows);
}

function property(api, name, schema, required) {
  const full = resolve(api, schema);
  const head = [
    element("code", { class: "name" }, name),
    element("span", { class: "type" }, typeName(api, schema)),
    required ? element("span", { class: "required" }, "required") : null,
    element("span", { class: "limits" }, limits(full)),
  ];
  const about = element("div", { class: "about" }, prose(schema.description ?? (full.enum ? "" : full.description)));
  if (!expandable(api, full)) return element("li", {}, element("div", { class: "row" }, head), about);
  const details = element("details", {}, element("summary", { class: "row" }, head));
  details.addEventListener("toggle", () => details.append(schemaTree(api, schema)), { once: true });
  return element("li", {}, details, about);
}

function expandable(api, schema) {
  const inner = schema.type === "array" ? resolve(api, schema.items) : schema;
  return Boolean(inner.properties && Object.keys(inner.properties).length) || Boolean(inner.enum && inner.title);
}

export function limits(schema) {
  const words = [];
  const range = (low, high, unit) => {
    if (low != null && high != null) words.push(`${number(low)} to ${number(high)}${unit}`);
    else if (high != null) words.push(`at most ${number(high)}${unit}`);
    else if (low != null) words.push(`at least ${number(low)}${unit}`);
  };
  range(schema.minLength, schema.maxLength, " characters");
  range(schema.minItems, schema.maxItems, " items");
  range(schema.minimum, schema.maximum, "");
  if (schema.exclusiveMinimum != null) words.push(`more than ${schema.exclusiveMinimum}`);
  if (schema.uniqueItems) words.push("each once");
  if (schema.enum && !schema.title) words.push(`one of ${schema.enum.map((each) => JSON.stringify(each)).join(", ")}`);
  return words.join(", ");
}

export function example(api, schema, depth = 0) {
  const full = resolve(api, schema);
  if (full.examples) return full.examples[0];
  if (full.enum) return full.enum.find((each) => !/UNSPECIFIED$/.test(each)) ?? full.enum[0];
  if (full.type === "array") return depth > 3 ? [] : [example(api, full.items, depth + 1)];
  if (full.type === "object") return exampleObject(api, full, depth);
  if (full.type === "boolean") return false;
  if (full.type === "integer" || full.type === "number") return full.minimum ?? 0;
  return full.format === "uuid" ? "00000000-0000-7000-8000-000000000000" : full.minLength ? "Some text." : "";
}

function exampleObject(api, schema, depth) {
  const names = schema.required ?? (depth > 0 ? Object.keys(schema.properties ?? {}).slice(0, 1) : []);
  return Object.fromEntries(names.map((name) => [name, example(api, schema.properties[name], depth + 1)]));
}

const number = (value) => value.toLocaleString("en");
const unique = (value, index, all) => all.indexOf(value) === index;
