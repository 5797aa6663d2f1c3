import { isBroken } from '../lib/report/graph-text';
import { nodeTitle } from '../lib/report/picture-marks';
import { button, element } from './elements';
import type { Chosen, PageModel } from './page-model';

/** The picture as a list, for readers who do not see it: namespaces with their nodes, and what is broken. */
export function pictureList(
  model: PageModel,
  choose: (chosen: Chosen) => void,
  { toggle, isFolded }: { readonly toggle: (key: string) => void; readonly isFolded: (key: string) => boolean },
): HTMLElement {
  const { edges, nodes, data } = model;
  const broken = edges.flatMap((edge, place) => (isBroken(edge) ? [place] : []));
  const title = (id: string): string => nodeTitle(nodes.get(id)!);
  return element(
    'div',
    { class: 'list' },
    ...(broken.length === 0
      ? []
      : [
          element('h2', {}, `Broken (${broken.length})`),
          element(
            'ul',
            {},
            ...broken.map((place) => {
              const { from, to, broken: why, findings } = edges[place];
              const text = `${title(from)} → ${title(to)}: ${why ?? findings.map(({ code }) => code).join(', ')}`;
              return element(
                'li',
                {},
                button(text, () => choose({ edge: place }), { class: 'link-button error' }),
              );
            }),
          ),
        ]),
    element('h2', {}, 'Namespaces'),
    ...data.layout.groups.map(({ key, namespace, nodes: own }) => {
      const name = namespace === '' ? (key === '/outside' ? 'Outside' : 'Unknown hosts') : namespace;
      const section = element('details', {}, element('summary', {}, `${name} (${own.length})`));
      // A thousand services make many buttons: they are made when they are asked for.
      section.addEventListener('toggle', () => {
        if (section.open && section.childElementCount === 1) {
          section.append(
            ...(namespace === '' ? [] : [foldButton(key, { toggle, isFolded })]),
            element(
              'ul',
              {},
              ...own.map(({ id }) =>
                element(
                  'li',
                  {},
                  button(title(id), () => choose({ node: id }), { class: 'link-button' }),
                ),
              ),
            ),
          );
        }
      });
      return section;
    }),
  );
}

function foldButton(
  key: string,
  { toggle, isFolded }: { readonly toggle: (key: string) => void; readonly isFolded: (key: string) => boolean },
): HTMLElement {
  const made = button('Folded in the picture', () => {
    toggle(key);
    made.setAttribute('aria-pressed', String(isFolded(key)));
  });
  made.setAttribute('aria-pressed', String(isFolded(key)));
  return made;
}
