// Elements from data. Text is always text: nothing of the document is ever read as markup.

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== ""));
  return node;
}

// Paragraphs, "- " lists and `code`, as comments of the contract use them.
export function prose(text) {
  return (text ?? "").split(/\n{2,}/).filter(Boolean).map((part) => {
    const lines = part.split("\n");
    if (lines.every((line) => line.startsWith("- "))) {
      return element("ul", {}, lines.map((line) => element("li", {}, inline(line.slice(2)))));
    }
    return element("p", {}, inline(lines.join(" ")));
  });
}

function inline(text) {
  return text.split(/(`[^`]+`)/).map((piece) =>
    piece.startsWith("`") ? element("code", {}, piece.slice(1, -1)) : linked(piece)).flat();
}

// Names of error reasons lead to where they are explained.
function linked(text) {
  const label = text.match(/^Reasons?: /)?.[0];
  if (!label) return [text];
  const names = text.slice(label.length).split(/([A-Z][A-Z_]{3,})/);
  return [label, ...names.map((name) => (/^[A-Z_]{4,}$/.test(name) ? element("a", { href: `#error-${name}` }, name) : name))];
}
