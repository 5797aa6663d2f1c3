import type { Mark } from '../lib/report/picture-marks';

/*
 * How the page makes elements: each from a tag of its own, with texts as texts. Nothing here reads markup, so nothing in a manifest can be any.
 */

const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string;

/** An element of HTML. An attribute that is false or undefined is left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...children);
  return made;
}

export function button(text: string, does: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', does);
  return made;
}

/** An element of SVG, with all that is in it. */
export function drawn({ tag, attributes, children = [], text }: Mark): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, String(value));
  }
  if (text !== undefined) {
    made.append(text);
  }
  children.forEach((child) => made.append(drawn(child)));
  return made;
}
