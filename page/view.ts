import { pictureOf } from '../lib/report/graph-picture';
import type { Picture } from '../lib/report/graph-picture';
import { lineBetween } from '../lib/report/line-between';
import { ariaLabel, nodeTitle, pictureMarks } from '../lib/report/picture-marks';
import { button, drawn, element } from './elements';
import type { Chosen, PageModel } from './page-model';

/** More nodes than these are shown namespace by namespace, folded, at first. */
const MANY = 150;

/** A folded namespace of more nodes than these is not unfolded for one of them. */
const LARGE = 60;
/** So many edges of a node are near it. */
const FEW = 20;

/** The height of the toolbar, which covers nothing when all is shown. */
const TOOLS = 52;

/** How far one step of the wheel or a key goes. */
const STEP = 1.2;
const MOVE = 80;

/** Around what is shown of a way. */
const ASIDE = 28;

/** Smaller, letters are hard to read. */
const READABLE = 0.5;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Span = readonly [start: number, end: number];

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the picture tells the page. */
export interface ViewEvents {
  readonly choose: (chosen: Chosen) => void;
}

/** The picture: it is moved, enlarged, folded, searched and lit. */
export class View {
  public readonly root: HTMLElement;
  private readonly svg: SVGSVGElement;
  private readonly content: SVGElement;
  private readonly folded: Set<string>;
  private picture!: Picture;
  private scale = 1;
  private offset: Point = { x: 0, y: 0 };
  /** Ids of nodes and keys of frames: where the keyboard is. */
  private focused?: string;
  private chosen?: Chosen;
  private found: ReadonlySet<string> = new Set();
  private lit: Lit = NOTHING;
  /** Nodes of folded namespaces that are drawn all the same. */
  private shown: readonly string[] = [];

  constructor(
    private readonly model: PageModel,
    private readonly events: ViewEvents,
    caption?: string,
  ) {
    const { graph, layout } = model.data;
    const isLarge = graph.nodes.length > MANY;
    this.folded = new Set(isLarge ? this.foldable().filter((key) => !this.isChanged(key)) : []);
    this.svg = drawn({
      tag: 'svg',
      attributes: { class: 'picture', role: 'group', 'aria-label': ariaLabel(graph), tabindex: -1 },
    }) as SVGSVGElement;
    this.content = drawn({ tag: 'g', attributes: { class: 'content' } });
    this.svg.append(drawn(pictureMarks(graph, pictureOf({ groups: [], links: [] }), layout.links).defs), this.content);
    this.root = element(
      'div',
      { class: 'view' },
      this.svg,
      ...(caption === undefined ? [] : [element('h2', { class: 'caption' }, caption)]),
      this.toolbar(),
    );
    this.listen();
    this.draw();
  }

  /** Shows all of it, once the page knows its size. */
  public fit(): void {
    const { clientWidth, clientHeight } = this.root;
    const { width, height } = this.picture;
    if (clientWidth === 0 || width === 0) {
      return;
    }
    const room = clientHeight - TOOLS;
    this.scale = Math.min(clientWidth / width, room / height, 1.25);
    this.offset = { x: (clientWidth - width * this.scale) / 2, y: Math.max(0, (room - height * this.scale) / 2) };
    this.move();
  }

  /** Makes a node or edge the one that is shown; its namespace is unfolded, and the picture moved to it. */
  public show(chosen: Chosen): void {
    this.chosen = chosen;
    const ids = 'node' in chosen ? [chosen.node] : this.endsOf(chosen.edge);
    const near = ids.flatMap((id) =>
      this.model
        .edgesAt(id)
        .slice(0, FEW)
        .flatMap((edge) => this.endsOf(edge)),
    );
    this.unfold(ids, [...ids, ...near]);
    this.focused = ids[0];
    this.center(ids[0]);
    this.mark();
  }

  /** Nodes that a search has found; the others are pale. */
  public find(ids: readonly string[]): void {
    this.found = new Set(ids);
    this.mark();
  }

  /**
   * The way of a request: nodes, edges, and steps that no edge of the picture stands for. Of folded namespaces no more is drawn than it passes.
   *
   * @param matters which nodes are seen where there is no room for all of it: if it is not said, the first
   */
  public light(lit: Lit, matters: readonly string[] = []): void {
    this.lit = lit;
    this.shown = [];
    this.draw();
    const [whole, part] = [
      this.boxOf([...lit.nodes]),
      this.boxOf(matters.length > 0 ? matters : [...lit.nodes].slice(0, 1)),
    ];
    if (whole !== undefined) {
      this.frame(whole, part ?? whole);
    }
  }

  /** Around nodes, as far as they are drawn. */
  private boxOf(ids: readonly string[]): Box | undefined {
    const wanted = new Set(ids);
    const nodes = this.picture.nodes.filter(({ id }) => wanted.has(id));
    return nodes.length === 0
      ? undefined
      : {
          left: Math.min(...nodes.map(({ x, width }) => x - width / 2)),
          right: Math.max(...nodes.map(({ x, width }) => x + width / 2)),
          top: Math.min(...nodes.map(({ y, height }) => y - height / 2)),
          bottom: Math.max(...nodes.map(({ y, height }) => y + height / 2)),
        };
  }

  /** Shows all of a box; where it would be too small to be read, it begins where a part of it does. */
  private frame(box: Box, part: Box): void {
    const [width, height] = [this.root.clientWidth - 2 * ASIDE, this.root.clientHeight - TOOLS - 2 * ASIDE];
    if (width <= 0 || height <= 0 || (this.scale >= READABLE && this.isSeen(box))) {
      return;
    }
    const fitting = Math.min(width / (box.right - box.left), height / (box.bottom - box.top), 1.25);
    this.scale = Math.max(fitting, READABLE);
    const offset = (room: number, [start, end]: Span, [first]: Span): number => {
      const [size, seen] = [end - start, room / this.scale];
      // What comes before the part is seen too, as far as there is room for it.
      const from = size <= seen ? start - (seen - size) / 2 : Math.max(start, Math.min(first, end - seen));
      return ASIDE - from * this.scale;
    };
    this.offset = {
      x: offset(width, [box.left, box.right], [part.left, part.right]),
      y: offset(height, [box.top, box.bottom], [part.top, part.bottom]),
    };
    this.move();
  }

  private isSeen({ left, right, top, bottom }: Box): boolean {
    const [x, y] = [(at: number) => at * this.scale + this.offset.x, (at: number) => at * this.scale + this.offset.y];
    const { clientWidth, clientHeight } = this.root;
    return x(left) >= 0 && x(right) <= clientWidth && y(top) >= 0 && y(bottom) <= clientHeight - TOOLS;
  }

  private endsOf(edge: number): readonly string[] {
    const { from, to } = this.model.edges[edge];
    return [from, to];
  }

  private foldable(): readonly string[] {
    return this.model.data.layout.groups.flatMap(({ key, namespace }) => (namespace === '' ? [] : [key]));
  }

  /** Whether anything in a namespace has changed. */
  private isChanged(key: string): boolean {
    const { changes, data } = this.model;
    return data.layout.groups.some((group) => group.key === key && group.nodes.some(({ id }) => changes.nodes.has(id)));
  }

  private toolbar(): HTMLElement {
    return element(
      'div',
      { class: 'tools', role: 'toolbar', 'aria-label': 'Picture' },
      button('+', () => this.zoom(STEP), { 'aria-label': 'Enlarge' }),
      button('−', () => this.zoom(1 / STEP), { 'aria-label': 'Make smaller' }),
      button('Fit', () => this.fit(), { 'aria-label': 'Show all' }),
      button('Fold', () => this.foldAll(true), { 'aria-label': 'Fold all namespaces' }),
      button('Unfold', () => this.foldAll(false), { 'aria-label': 'Unfold all namespaces' }),
    );
  }

  public foldAll(isFolded: boolean): void {
    this.folded.clear();
    (isFolded ? this.foldable() : []).forEach((key) => this.folded.add(key));
    this.draw();
    this.fit();
  }

  public toggle(key: string): void {
    const before = this.placeOf(key);
    if (!this.folded.delete(key)) {
      this.folded.add(key);
    }
    this.draw();
    // The frame stays under the pointer.
    const after = this.placeOf(key);
    if (before !== undefined && after !== undefined) {
      this.offset = {
        x: this.offset.x + (before.x - after.x) * this.scale,
        y: this.offset.y + (before.y - after.y) * this.scale,
      };
    }
    this.move();
  }

  public isFolded(key: string): boolean {
    return this.folded.has(key);
  }

  /** Unfolds the namespaces of nodes; of a large one, no more is drawn than is near them. */
  private unfold(ids: readonly string[], near: readonly string[]): void {
    const wanted = new Set(ids);
    const groups = this.model.data.layout.groups.filter(
      ({ key, nodes }) => this.folded.has(key) && nodes.some(({ id }) => wanted.has(id)),
    );
    if (groups.length === 0) {
      return;
    }
    groups.filter(({ nodes }) => nodes.length <= LARGE).forEach(({ key }) => this.folded.delete(key));
    this.shown = near;
    this.draw();
  }

  private placeOf(key: string): Point | undefined {
    const frame = this.picture.frames.find((each) => each.key === key);
    return frame ?? this.picture.nodes.find(({ id }) => id === key);
  }

  private draw(): void {
    const { graph, layout } = this.model.data;
    this.picture = pictureOf(layout, this.folded, new Set([...this.lit.nodes, ...this.shown]), this.lit.steps);
    const { layers } = pictureMarks(graph, this.picture, layout.links);
    const made = layers.map((layer) => drawn(layer));
    this.content.replaceChildren(...made, drawn({ tag: 'g', attributes: { class: 'extra' } }));
    for (const node of this.content.querySelectorAll('.node')) {
      node.setAttribute('role', 'button');
      const id = node.getAttribute('data-node')!;
      const change = this.model.changes.nodes.get(id);
      const title = nodeTitle(this.model.nodes.get(id)!);
      node.setAttribute('aria-label', change === undefined ? title : `${title}, ${change}`);
      if (change !== undefined) {
        node.classList.add(change);
      }
      node.setAttribute('tabindex', '-1');
    }
    this.drawChanges();
    for (const frame of this.content.querySelectorAll('.frame')) {
      const key = frame.getAttribute('data-group')!;
      frame.setAttribute('role', 'button');
      frame.setAttribute('aria-expanded', String(!this.folded.has(key)));
      frame.setAttribute('aria-label', `namespace ${key}`);
      frame.setAttribute('tabindex', '-1');
    }
    this.drawExtra();
    this.mark();
    this.move();
  }

  private drawChanges(): void {
    const { changes, data } = this.model;
    if (changes.edges.size === 0) {
      return;
    }
    for (const link of this.content.querySelectorAll('.link')) {
      const own = link.getAttribute('data-links')!.split(' ').map(Number);
      const all = own.flatMap((each) => data.layout.links[each].notes.map(({ edge }) => changes.edges.get(edge)));
      const change = all.find((each) => each !== undefined);
      if (change !== undefined) {
        // A line of several edges is new or gone only where all of them are.
        link.classList.add(all.every((each) => each === change) ? change : 'changed');
      }
    }
    for (const note of this.content.querySelectorAll('.note')) {
      const change = changes.edges.get(Number(note.getAttribute('data-edge')));
      if (change !== undefined) {
        note.classList.add(change);
      }
    }
  }

  private drawExtra(): void {
    const places = new Map(this.picture.nodes.map((node) => [node.id, node]));
    const extra = this.content.querySelector('.extra')!;
    extra.replaceChildren(
      ...this.lit.steps.flatMap(([from, to]) => {
        const [start, end] = [places.get(from), places.get(to)];
        if (start === undefined || end === undefined) {
          return [];
        }
        const { path } = lineBetween(start, end, this.picture.nodes);
        return [drawn({ tag: 'path', attributes: { class: 'step', d: path, 'marker-end': 'url(#tip)' } })];
      }),
    );
  }

  /** Puts classes on what is chosen, found or lit, and makes one element the one that Tab comes to. */
  private mark(): void {
    const { chosen, found, lit } = this;
    const isLit = lit.nodes.size > 0;
    const near = chosen !== undefined && 'node' in chosen ? this.model.edgesAt(chosen.node) : [];
    const edges = new Set(isLit ? lit.edges : chosen !== undefined && 'edge' in chosen ? [chosen.edge] : near);
    const ids = new Set(
      isLit ? lit.nodes : chosen === undefined ? [] : 'node' in chosen ? [chosen.node] : this.endsOf(chosen.edge),
    );
    const { links } = this.model.data.layout;
    this.svg.classList.toggle('searching', found.size > 0);
    this.svg.classList.toggle('tracing', isLit);
    let first: Element | undefined;
    let current: Element | undefined;
    for (const node of this.content.querySelectorAll('.node')) {
      const id = node.getAttribute('data-node')!;
      node.classList.toggle('chosen', chosen !== undefined && 'node' in chosen && chosen.node === id);
      node.classList.toggle('lit', ids.has(id));
      node.classList.toggle('found', found.has(id));
      node.setAttribute('tabindex', '-1');
      first ??= node;
      current = id === this.focused ? node : current;
    }
    for (const frame of this.content.querySelectorAll('.frame')) {
      frame.setAttribute('tabindex', '-1');
      first ??= frame;
      current = frame.getAttribute('data-group') === this.focused ? frame : current;
    }
    (current ?? first)?.setAttribute('tabindex', '0');
    for (const link of this.content.querySelectorAll('.link')) {
      const own = link.getAttribute('data-links')!.split(' ').map(Number);
      link.classList.toggle(
        'lit',
        own.some((each) => links[each].notes.some(({ edge }) => edges.has(edge))),
      );
    }
    for (const note of this.content.querySelectorAll('.note')) {
      note.classList.toggle('lit', edges.has(Number(note.getAttribute('data-edge'))));
    }
  }

  private move(): void {
    const { x, y } = this.offset;
    this.content.setAttribute(
      'transform',
      `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${this.scale.toFixed(4)})`,
    );
    // Letters that nobody can read are not drawn.
    this.svg.classList.toggle('far', this.scale < 0.35);
  }

  private zoom(by: number, at?: Point): void {
    const { x, y } = at ?? { x: this.root.clientWidth / 2, y: this.root.clientHeight / 2 };
    const scale = Math.min(4, Math.max(0.02, this.scale * by));
    const real = scale / this.scale;
    this.offset = { x: x - (x - this.offset.x) * real, y: y - (y - this.offset.y) * real };
    this.scale = scale;
    this.move();
  }

  private center(id: string): void {
    const place = this.placeOf(id);
    if (place === undefined) {
      return;
    }
    const { clientWidth, clientHeight } = this.root;
    const [x, y] = [place.x * this.scale + this.offset.x, place.y * this.scale + this.offset.y];
    const isSeen = this.scale >= READABLE && x > 40 && y > 40 && x < clientWidth - 40 && y < clientHeight - 40;
    if (!isSeen) {
      this.scale = Math.max(this.scale, 0.8);
      this.offset = { x: clientWidth / 2 - place.x * this.scale, y: clientHeight / 2 - place.y * this.scale };
      this.move();
    }
  }

  private listen(): void {
    this.root.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const box = this.root.getBoundingClientRect();
        this.zoom(event.deltaY < 0 ? STEP : 1 / STEP, { x: event.clientX - box.left, y: event.clientY - box.top });
      },
      { passive: false },
    );
    let from: (Point & { readonly start: Point; moved: boolean }) | undefined;
    this.svg.addEventListener('pointerdown', (event) => {
      from = { x: event.clientX, y: event.clientY, start: this.offset, moved: false };
    });
    this.svg.addEventListener('pointermove', (event) => {
      if (from === undefined || (event.buttons & 1) === 0) {
        return;
      }
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (Math.abs(dx) + Math.abs(dy) > 4 && !from.moved) {
        from.moved = true;
        this.svg.setPointerCapture(event.pointerId);
      }
      if (from.moved) {
        this.offset = { x: from.start.x + dx, y: from.start.y + dy };
        this.move();
      }
    });
    this.svg.addEventListener('click', (event) => {
      const wasMoved = from?.moved === true;
      from = undefined;
      if (!wasMoved) {
        this.activate(event.target as Element);
      }
    });
    this.svg.addEventListener('keydown', (event) => this.key(event));
    this.svg.addEventListener('focusin', (event) => {
      const target = event.target as Element;
      this.focused = target.getAttribute('data-node') ?? target.getAttribute('data-group') ?? this.focused;
    });
  }

  private activate(target: Element): void {
    const note = target.closest('[data-edge]');
    const node = target.closest('[data-node]');
    const link = target.closest('[data-links]');
    const frame = target.closest('[data-group]');
    if (note !== null) {
      this.choose({ edge: Number(note.getAttribute('data-edge')) });
    } else if (node !== null) {
      this.choose({ node: node.getAttribute('data-node')! });
    } else if (link !== null) {
      const [first] = link.getAttribute('data-links')!.split(' ').map(Number);
      this.choose({ edge: this.model.data.layout.links[first].notes[0].edge });
    } else if (
      frame !== null &&
      (target.tagName === 'text' || this.folded.has(frame.getAttribute('data-group')!) || target === frame)
    ) {
      this.focused = frame.getAttribute('data-group')!;
      this.toggle(this.focused);
    }
  }

  private choose(chosen: Chosen): void {
    this.chosen = chosen;
    this.focused = 'node' in chosen ? chosen.node : this.focused;
    this.mark();
    this.events.choose(chosen);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as Element;
    const arrows: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: -1, y: 0 },
      ArrowRight: { x: 1, y: 0 },
      ArrowUp: { x: 0, y: -1 },
      ArrowDown: { x: 0, y: 1 },
    };
    const arrow = arrows[event.key];
    if (event.key === 'Enter' || event.key === ' ') {
      this.activate(target);
      this.focusCurrent();
    } else if (event.key === '+' || event.key === '=') {
      this.zoom(STEP);
    } else if (event.key === '-') {
      this.zoom(1 / STEP);
    } else if (event.key === '0') {
      this.fit();
    } else if (arrow !== undefined && event.shiftKey) {
      this.offset = { x: this.offset.x - arrow.x * MOVE, y: this.offset.y - arrow.y * MOVE };
      this.move();
    } else if (arrow !== undefined) {
      this.step(arrow);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Moves the focus to the nearest node or folded frame in a direction. */
  private step({ x, y }: Point): void {
    const targets = [
      ...this.picture.nodes.map((node) => ({ key: node.id, x: node.x, y: node.y })),
      ...this.picture.frames
        .filter(({ namespace }) => namespace !== '')
        .map((frame) => ({ key: frame.key, x: frame.x + 60, y: frame.y + 12 })),
    ];
    const here = targets.find(({ key }) => key === this.focused) ?? targets[0];
    let best: (typeof targets)[number] | undefined;
    let least = Infinity;
    for (const each of targets) {
      const [dx, dy] = [each.x - here.x, each.y - here.y];
      const ahead = dx * x + dy * y;
      const aside = Math.abs(dx * y) + Math.abs(dy * x);
      const distance = ahead + 3 * aside;
      if (ahead > 1 && distance < least) {
        [best, least] = [each, distance];
      }
    }
    if (best !== undefined) {
      this.focused = best.key;
      this.mark();
      this.center(best.key);
      this.focusCurrent();
    }
  }

  private focusCurrent(): void {
    this.content.querySelector<SVGElement>('[tabindex="0"]')?.focus();
  }
}

/** The way of a request in the picture. */
export interface Lit {
  readonly nodes: ReadonlySet<string>;
  /** By their places. */
  readonly edges: ReadonlySet<number>;
  /** From one node to another where there is no edge. */
  readonly steps: readonly (readonly [from: string, to: string])[];
}

export const NOTHING: Lit = { nodes: new Set(), edges: new Set(), steps: [] };
