import type { Sides } from '../lib/diff/sides';
import { edgeLines } from '../lib/report/graph-text';
import { nodeTitle } from '../lib/report/picture-marks';
import { button, element } from './elements';
import { fewer } from './fewer';
import type { Chosen, PageModel } from './page-model';

/** One of two pictures that are compared. */
export interface ComparedSide {
  readonly model: PageModel;
  readonly choose: (chosen: Chosen) => void;
}

/** What two pictures do not have in common, as text. What has changed is told once; nothing is said where nothing has. */
export function pictureChanges({ after, before }: Sides<ComparedSide>): readonly HTMLElement[] {
  const items = [...itemsOf(after, ['new', 'changed']), ...itemsOf(before, ['gone'])];
  return items.length === 0 ? [] : [element('h2', {}, 'In the picture'), element('ul', {}, ...fewer(items))];
}

function itemsOf({ model, choose }: ComparedSide, wanted: readonly string[]): readonly (() => HTMLElement)[] {
  const { changes, nodes, edges } = model;
  const title = (id: string): string => nodeTitle(nodes.get(id)!);
  const item =
    (change: string, text: string, chosen: Chosen): (() => HTMLElement) =>
    () =>
      element(
        'li',
        {},
        element('strong', { class: `change ${change}` }, change),
        ' ',
        button(text, () => choose(chosen), { class: 'link-button' }),
      );
  return [
    ...[...changes.nodes].flatMap(([id, change]) =>
      wanted.includes(change) ? [item(change, title(id), { node: id })] : [],
    ),
    ...[...changes.edges].flatMap(([place, change]) => {
      const edge = edges[place];
      const words = edgeLines(edge).join(', ');
      const text = `${title(edge.from)} → ${title(edge.to)}${words === '' ? '' : `: ${words}`}`;
      return wanted.includes(change) ? [item(change, text, { edge: place })] : [];
    }),
  ];
}
