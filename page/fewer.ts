import { element } from './elements';

/** So many items of a list stand there at first. */
const MOST = 10;

/** Items of a list: the first of them, and the others when they are asked for. A thousand services make many. */
export function fewer(items: readonly (() => HTMLElement)[]): readonly HTMLElement[] {
  const [first, rest] = items.length > MOST + 1 ? [items.slice(0, MOST), items.slice(MOST)] : [items, []];
  const shown = first.map((make) => make());
  if (rest.length === 0) {
    return shown;
  }
  const list = element('ul', {});
  const others = element('details', {}, element('summary', {}, `and ${rest.length} more`), list);
  others.addEventListener('toggle', () => {
    if (others.open && list.childElementCount === 0) {
      list.append(...rest.map((make) => make()));
    }
  });
  return [...shown, element('li', { class: 'others' }, others)];
}
