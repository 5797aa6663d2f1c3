import type { Sides } from '../lib/diff/sides';
import type { PageDecision, PageDiff, PageDiffRow, PageQuestion } from '../lib/page/page-diff';
import type { Field } from './details';
import { button, element } from './elements';
import { fewer } from './fewer';

/** What the list tells the page. */
export interface RequestChangeEvents {
  /** Asks it on both sides. */
  readonly ask: (question: PageQuestion) => void;
  readonly open: (side: keyof Sides<unknown>, field: Field) => void;
}

/** What a change does to requests, what breaks first. Each can be asked, and leads to the fields that decide. */
export function requestChanges(
  { sections, unreadable, refused }: PageDiff,
  { ask, open }: RequestChangeEvents,
): readonly HTMLElement[] {
  let asked: HTMLElement | undefined;
  const askOf = (made: HTMLElement, question: PageQuestion): void => {
    asked?.removeAttribute('aria-current');
    made.setAttribute('aria-current', 'true');
    asked = made;
    ask(question);
  };
  const rowOf = (row: PageDiffRow): HTMLElement => {
    const { from = '', becomes = [], decidedBy = [], question } = row;
    const texts = row.texts.map((text) => element('span', {}, text));
    const made = element('li', { class: 'told' });
    made.append(
      question === undefined
        ? element('div', { class: 'asked' }, ...texts)
        : askButton(texts, () => askOf(made, question)),
      ...(from === '' ? [] : [element('p', { class: 'quiet' }, from)]),
      ...becomes.filter((text) => text !== '').map((text) => element('p', { class: 'becomes' }, text)),
      ...decidedBy.map((each) => decisionOf(each, open)),
    );
    return made;
  };
  const warning = (text: string): HTMLElement => element('div', { class: 'finding warning' }, element('p', {}, text));
  return [
    ...unreadable.map(warning),
    ...(sections.length === 0 ? [element('p', {}, 'Nothing changes for any request.')] : []),
    ...sections.flatMap(({ heading, rows }) => [
      element('h2', {}, heading),
      element('ul', { class: 'tolds' }, ...fewer(rows.map((row) => () => rowOf(row)))),
    ]),
    ...refused.map(warning),
  ];
}

function askButton(texts: readonly HTMLElement[], ask: () => void): HTMLElement {
  const made = button('', ask, { class: 'link-button asked', title: 'Trace one of these requests before and after' });
  made.append(...texts);
  return made;
}

function decisionOf(
  { word, side, text, object, path, place }: PageDecision,
  open: RequestChangeEvents['open'],
): HTMLElement {
  return element(
    'p',
    {},
    element('span', { class: 'quiet' }, `${word} `),
    button(text, () => open(side, { object, path }), { class: 'link-button' }),
    ...(place === undefined ? [] : [element('span', { class: 'quiet' }, ` ${place}`)]),
  );
}
