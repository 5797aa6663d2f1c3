import type { PageData } from '../lib/page/page-data';
import { changesBetween, NO_CHANGES } from '../lib/page/page-changes';
import { isBroken } from '../lib/report/graph-text';
import type { Field } from './details';
import { Details } from './details';
import { element } from './elements';
import { pictureList } from './list';
import { litWay } from './lit-way';
import type { Chosen } from './page-model';
import { PageModel } from './page-model';
import type { DrawnWay } from './parting';
import { parting } from './parting';
import { pictureChanges } from './picture-changes';
import { requestChanges } from './request-changes';
import { Search } from './search';
import { Tabs } from './tabs';
import { TraceForm } from './trace-form';
import { NOTHING, View } from './view';

/** A mesh with its picture: the one that is shown, or the one before it. */
interface Side {
  readonly model: PageModel;
  readonly view: View;
  readonly details: Details;
}

function start(): void {
  const data = JSON.parse(document.getElementById('data')!.textContent) as PageData;
  const changes =
    data.before === undefined ? { before: NO_CHANGES, after: NO_CHANGES } : changesBetween(data.before, data);
  const panel = element('div');
  const sideOf = (model: PageModel, caption?: string): Side => {
    const view = new View(model, { choose: (chosen) => open(side, chosen) }, caption);
    const details = new Details(model, (chosen) => choose(side, chosen), caption);
    const side = { model, view, details };
    return side;
  };
  const isCompared = data.before !== undefined;
  const side = sideOf(new PageModel(data, changes.after), isCompared ? 'After' : undefined);
  const before = data.before && sideOf(new PageModel(data.before, changes.before), 'Before');
  const sides = [side, ...(before === undefined ? [] : [before])];
  function open(at: Side, chosen: Chosen): void {
    at.details.show(chosen);
    panel.replaceChildren(at.details.root);
    tabs.show(panel);
  }
  function choose(at: Side, chosen: Chosen): void {
    at.view.show(chosen);
    open(at, chosen);
  }
  function openField(at: Side, field: Field): void {
    panel.replaceChildren(at.details.root);
    tabs.show(panel);
    at.details.showField(field);
  }
  const trace = new TraceForm(side.model, before?.model, data.diff?.supposed ?? [], {
    traced: (reports, from) => {
      const ways = sides.map(({ model }, i): DrawnWay => {
        const report = reports[i];
        return { lit: report === undefined ? NOTHING : litWay(model, report, from), edges: model.edges };
      });
      ways.forEach((way, i) => sides[i].view.light(way.lit, ways.length > 1 ? parting(way, ways[1 - i]) : []));
    },
    open: (field, i) => openField(sides[i], field),
  });
  panel.append(side.details.root);
  const list = pictureList(side.model, (chosen) => choose(side, chosen), {
    toggle: (key) => side.view.toggle(key),
    isFolded: (key) => side.view.isFolded(key),
  });
  const changed =
    before === undefined
      ? undefined
      : element(
          'div',
          { class: 'changes' },
          ...requestChanges(data.diff!, {
            ask: (question) => {
              tabs.show(trace.root);
              trace.ask(question);
            },
            open: (at, field) => openField(at === 'after' ? side : before, field),
          }),
          ...pictureChanges({
            after: { model: side.model, choose: (chosen: Chosen) => choose(side, chosen) },
            before: { model: before.model, choose: (chosen: Chosen) => choose(before, chosen) },
          }),
        );
  const tabs = new Tabs([
    ...(changed === undefined ? [] : [{ title: 'Changes', content: changed }]),
    { title: 'Trace', content: trace.root },
    { title: 'Details', content: panel },
    { title: 'List', content: list },
  ]);
  const search = new Search(side.model, {
    found: (ids) => sides.forEach(({ view }) => view.find(ids)),
    choose: (id) => choose(side, { node: id }),
  });
  document.body.append(
    element('header', {}, element('h1', {}, 'Mesh'), element('p', { class: 'quiet' }, summary(data)), search.root),
    element(
      'main',
      { class: isCompared ? 'compared' : undefined },
      ...[...sides].reverse().map(({ view }) => view.root),
      element(
        'aside',
        { 'aria-label': isCompared ? 'Changes, trace, details and list' : 'Trace, details and list' },
        tabs.root,
      ),
    ),
  );
  sides.forEach(({ view }) => view.fit());
  document.addEventListener('keydown', (event) => {
    const isTyping = (event.target as Element).matches('input, textarea');
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      search.focus();
    }
  });
  document.documentElement.dataset.ready = 'true';
  // The mesh is read when the picture is there.
  setTimeout(() => trace.prepare(), 50);
}

/** `12 services, 3 hosts, 1 gateway, 2 broken` */
function summary({ graph: { nodes, edges } }: PageData): string {
  const counted = (['gateway', 'host', 'service', 'workload'] as const).flatMap((kind) => {
    const count = nodes.filter((node) => node.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}${count === 1 ? '' : 's'}`];
  });
  const broken = edges.filter(isBroken).length;
  return [...counted, ...(broken === 0 ? [] : [`${broken} broken`])].join(', ');
}

start();
