import { OutcomeKind } from '../lib/report/trace-data';
import type { TraceHop, TraceOutcome, TraceStep, TraceUnknown } from '../lib/report/trace-data';
import { outcomeText, percent, seenText, termsText } from '../lib/report/outcome-text';
import type { Manifest } from '../lib/mesh/reading/mesh-object';
import type { PageQuestion } from '../lib/page/page-diff';
import type { TraceReport } from '../lib/report/trace-report';
import { traceText } from '../lib/report/trace-text';
import { button, element } from './elements';
import type { Field } from './details';
import { nameOf } from './details';
import type { PageModel } from './page-model';
import type { Answer, Typed } from './trace-question';
import { EMPTY, Tracer } from './trace-question';

/** What the form tells the page. */
export interface TraceEvents {
  /**
   * The answers of both meshes; undefined where there is none.
   *
   * @param from who asks, as it is typed
   */
  readonly traced: (reports: readonly (TraceReport | undefined)[], from: string) => void;
  /** @param side which of the meshes has it: the place of its answer */
  readonly open: (field: Field, side: number) => void;
}

/** Fields that are folded at first. */
const MORE = ['clientAddress', 'connectTo', 'at', 'sni', 'claims'] as const;

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Traces a request in the page, and shows its hops as text. */
export class TraceForm {
  public readonly root: HTMLElement;
  private readonly inputs: Readonly<Record<keyof Typed, Input>>;
  private readonly more: HTMLDetailsElement;
  private readonly result = element('div', { class: 'result', role: 'status', 'aria-live': 'polite', tabindex: -1 });
  /** The mesh that is asked, and the one before it, where there is one. */
  private readonly tracers: readonly Tracer[];
  private readonly callers: readonly string[];

  constructor(
    model: PageModel,
    before: PageModel | undefined,
    supposed: readonly Manifest[],
    private readonly events: TraceEvents,
  ) {
    this.tracers = [model, ...(before === undefined ? [] : [before])].map(({ data }) => new Tracer(data, supposed));
    const hosts = element('datalist', { id: 'urls' }, ...options(urlsOf(model)));
    this.callers = callersOf(model);
    const callers = element('datalist', { id: 'callers' }, ...options(this.callers));
    const text = (name: string, more: Readonly<Record<string, string>> = {}): HTMLInputElement =>
      element('input', { name, type: 'text', autocomplete: 'off', spellcheck: 'false', ...more });
    this.inputs = {
      url: text('url', { list: 'urls', placeholder: 'https://shop.example.com/cart', required: '' }),
      from: text('from', { list: 'callers', placeholder: 'outside' }),
      method: text('method', { placeholder: 'GET', size: '8' }),
      headers: element('textarea', { name: 'headers', rows: 2, placeholder: 'x-canary: always', spellcheck: 'false' }),
      clientAddress: text('clientAddress', { placeholder: '203.0.113.7' }),
      connectTo: text('connectTo', { placeholder: '10.0.0.7:443' }),
      at: text('at', { placeholder: 'istio-system/istio-ingressgateway' }),
      sni: text('sni', { placeholder: 'shop.example.com' }),
      claims: element('textarea', {
        name: 'claims',
        rows: 2,
        placeholder: '{"iss": "https://login.example.com"}',
        spellcheck: 'false',
      }),
    };
    const { url, from, method, headers, clientAddress, connectTo, at, sni, claims } = this.inputs;
    this.more = element(
      'details',
      {},
      element('summary', {}, 'More'),
      labelled('Client address', clientAddress),
      labelled('Connect to', connectTo),
      labelled('Gateway', at),
      labelled('Server name', sni),
      labelled('Claims', claims),
    );
    const form = element(
      'form',
      { class: 'trace', 'aria-label': 'Trace a request' },
      labelled('URL', url),
      element('div', { class: 'row' }, labelled('From', from), labelled('Method', method)),
      labelled('Headers', headers),
      this.more,
      element(
        'div',
        { class: 'row' },
        element('button', { type: 'submit', class: 'main' }, 'Trace'),
        button('Clear', () => this.clear()),
      ),
      hosts,
      callers,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.trace();
    });
    this.root = element('div', {}, form, this.result);
  }

  /** Reads the mesh before somebody asks, so that the first answer comes at once. */
  public prepare(): void {
    const typed = { ...this.typed(), url: 'http://prepared.invalid/' };
    const [, first = ''] = this.callers;
    for (const from of ['', first]) {
      this.tracers.forEach((tracer) => tracer.answer({ ...typed, from }));
    }
  }

  /** Asks what others ask than a user who types; the answer is read next. */
  public ask(question: PageQuestion): void {
    const typed: Typed = { ...EMPTY, ...question };
    for (const [name, input] of Object.entries(this.inputs)) {
      input.value = typed[name as keyof Typed];
    }
    this.more.open = MORE.some((name) => typed[name] !== '');
    this.trace();
    this.result.focus();
  }

  private typed(): Typed {
    return Object.fromEntries(
      Object.entries(this.inputs).map(([name, input]) => [name, input.value]),
    ) as unknown as Typed;
  }

  private clear(): void {
    Object.values(this.inputs).forEach((input) => (input.value = ''));
    this.result.replaceChildren();
    this.events.traced([], '');
    this.inputs.url.focus();
  }

  private trace(): void {
    const answers = this.tracers.map((tracer) => this.answer(tracer));
    this.result.replaceChildren(
      ...answers.flatMap((answer, i) => [
        ...(answers.length === 1 ? [] : [element('h2', {}, i === 0 ? 'After' : 'Before')]),
        ...('problems' in answer
          ? answer.problems.map((problem) => element('p', { class: 'error' }, problem))
          : this.report(answer.report, i)),
      ]),
    );
    const reports = answers.map((answer) => ('report' in answer ? answer.report : undefined));
    this.events.traced(reports, this.inputs.from.value.trim());
  }

  /** A mistake of ours is told, and not hidden in a console that nobody looks at. */
  private answer(tracer: Tracer): Answer {
    try {
      return tracer.answer(this.typed());
    } catch (error) {
      return { problems: [`The page failed: ${(error as Error).message}. This is a mistake in cdk8s-istio.`] };
    }
  }

  private report(report: TraceReport, side: number): readonly Node[] {
    const { question, hops, outcomes, unknown, hints } = report;
    return [
      element('p', { class: 'question' }, question),
      element('ul', { class: 'outcomes' }, ...outcomes.map((each) => outcomeItem(each, outcomes.length > 1))),
      ...hints.map((hint) => element('p', { class: 'hint' }, hint)),
      element('ol', { class: 'hops', 'aria-label': 'Hops' }, ...hops.map((hop, i) => this.hop(hop, i, side))),
      ...unknown.flatMap((each) => this.unknown(each)),
      element(
        'details',
        {},
        element('summary', {}, 'As text'),
        element('pre', { tabindex: 0, class: 'text' }, traceText(report)),
      ),
    ];
  }

  private hop({ kind, proxy, share, previous, steps }: TraceHop, place: number, side: number): HTMLElement {
    const from = previous === undefined || previous === place - 1 ? '' : ` from ${previous + 1}`;
    const part = share === 1 ? '' : ` ${percent(share)}`;
    return element(
      'li',
      {},
      element('strong', {}, `${kind} ${proxy}`),
      `${part}${from}`,
      element('ul', {}, ...steps.map((step) => this.step(step, side))),
    );
  }

  private step({ layer, decision, object, path }: TraceStep, side: number): HTMLElement {
    const place =
      object === undefined
        ? []
        : [
            ' ',
            button(
              `${nameOf(object)}${path === undefined ? '' : ` ${path}`}`,
              () => this.events.open({ object, path }, side),
              {
                class: 'link-button',
              },
            ),
          ];
    return element('li', {}, element('span', { class: 'layer' }, layer), ` ${decision}`, ...place);
  }

  private unknown({ what, text, objects = [], otherwise = [] }: TraceUnknown): readonly Node[] {
    const names = objects.flatMap(({ object }) => (object === undefined ? [] : [nameOf(object)])).join(', ');
    return [
      element(
        'div',
        { class: 'finding warning' },
        element(
          'strong',
          {},
          `depends on ${what === 'refused' || names === '' ? names || what : `the ${what} of ${names}`}`,
        ),
        element('p', {}, text),
        ...otherwise.map((each) => element('p', {}, `otherwise ${percent(each.share)} ${outcomeText(each)}`)),
      ),
    ];
  }
}

function outcomeItem(outcome: TraceOutcome, isSplit: boolean): HTMLElement {
  const seen = seenText(outcome);
  const terms = termsText(outcome);
  return element(
    'li',
    { class: outcome.kind === OutcomeKind.FAILURE ? 'outcome failed' : 'outcome' },
    element('strong', {}, `${isSplit ? `${percent(outcome.share)} ` : ''}${outcomeText(outcome)}`),
    ...(seen === undefined ? [] : [element('p', { class: 'quiet' }, `it sees ${seen}`)]),
    ...(terms === undefined || terms === '' ? [] : [element('p', { class: 'quiet' }, terms)]),
  );
}

function labelled(label: string, input: Input): HTMLElement {
  return element('label', {}, element('span', {}, label), input);
}

function options(values: readonly string[]): readonly HTMLElement[] {
  return values.map((value) => element('option', { value }));
}

/** What gateways listen for, and services: the first of them, as a hint of what can be asked. */
function urlsOf({ data: { graph } }: PageModel): readonly string[] {
  const listens = graph.edges.filter(({ kind }) => kind === 'listens');
  const urls = listens.flatMap(({ to, label }) => {
    const host = graph.nodes.find(({ id }) => id === to)?.host;
    const [, protocol, port] = /^(HTTPS?|GRPC|HTTP2) (\d+)/.exec(label) ?? [];
    if (host === undefined || host.includes('*') || protocol === undefined) {
      return [];
    }
    const scheme = protocol === 'HTTPS' ? 'https' : 'http';
    return [`${scheme}://${host}${port === '443' || port === '80' ? '' : `:${port}`}/`];
  });
  return [...new Set(urls)].slice(0, 200);
}

function callersOf({ data: { graph } }: PageModel): readonly string[] {
  const workloads = graph.nodes.filter(({ kind, name }) => kind === 'workload' && name !== '*');
  return ['outside', ...workloads.map(({ namespace, name }) => `${namespace}/${name}`)];
}
