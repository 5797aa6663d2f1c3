import type { PageData } from '../lib/page/page-data';
import { isBroken } from '../lib/report/graph-text';
import { Details } from './details';
import { element } from './elements';
import { pictureList } from './list';
import { litWay } from './lit-way';
import type { Chosen } from './page-model';
import { PageModel } from './page-model';
import { Search } from './search';
import { Tabs } from './tabs';
import { TraceForm } from './trace-form';
import { NOTHING, View } from './view';

const TRACE = 0;
const DETAILS = 1;

function start(): void {
  const data = JSON.parse(document.getElementById('data')!.textContent) as PageData;
  const model = new PageModel(data);
  const view = new View(model, { choose: (chosen) => open(chosen) });
  const choose = (chosen: Chosen): void => {
    view.show(chosen);
    open(chosen);
  };
  const details = new Details(model, choose);
  const trace = new TraceForm(model, {
    traced: (report) => view.light(report === undefined ? NOTHING : litWay(model, report)),
    open: (field) => {
      details.showField(field);
      tabs.show(DETAILS);
    },
  });
  const list = pictureList(model, choose, {
    toggle: (key) => view.toggle(key),
    isFolded: (key) => view.isFolded(key),
  });
  const tabs = new Tabs([
    { title: 'Trace', content: trace.root },
    { title: 'Details', content: details.root },
    { title: 'List', content: list },
  ]);
  const search = new Search(model, {
    found: (ids) => view.find(ids),
    choose: (id) => choose({ node: id }),
  });
  function open(chosen: Chosen): void {
    details.show(chosen);
    tabs.show(DETAILS);
  }
  document.body.append(
    element('header', {}, element('h1', {}, 'Mesh'), element('p', { class: 'quiet' }, summary(data)), search.root),
    element('main', {}, view.root, element('aside', { 'aria-label': 'Trace, details and list' }, tabs.root)),
  );
  tabs.show(TRACE);
  view.fit();
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
