import type { FindingObject } from '../lib/checks/finding';
import type { GraphEdge } from '../lib/graph/graph';
import { edgeLines, isBroken } from '../lib/report/graph-text';
import { nodeTitle } from '../lib/report/picture-marks';
import { button, element } from './elements';
import type { Chosen, PageModel } from './page-model';
import { yamlLines } from './yaml-lines';

/** A field of an object. */
export interface Field {
  readonly object: FindingObject;
  readonly path?: string;
}

/** What is chosen, in words: the objects that make it as YAML, and what the checks say of them. */
export class Details {
  public readonly root: HTMLElement = element('div', { class: 'details', tabindex: -1 });

  constructor(
    private readonly model: PageModel,
    private readonly choose: (chosen: Chosen) => void,
    /** Which of two meshes it is. */
    private readonly caption?: string,
  ) {
    this.root.append(
      element('p', { class: 'quiet' }, 'Click a node or an arrow of the picture to see the objects that make it.'),
    );
  }

  public show(chosen: Chosen): void {
    this.replace('node' in chosen ? this.node(chosen.node) : this.edge(chosen.edge));
  }

  public showField(field: Field): void {
    this.replace([element('h2', {}, nameOf(field.object)), ...this.object(field)]);
    // What has led here is hidden now.
    this.root.focus({ preventScroll: true });
  }

  private replace(parts: readonly Node[]): void {
    const { caption } = this;
    this.root.replaceChildren(...(caption === undefined ? [] : [element('p', { class: 'quiet' }, caption)]), ...parts);
    this.root.scrollTop = 0;
  }

  private node(id: string): readonly Node[] {
    const node = this.model.nodes.get(id)!;
    const { host, versions = [], answers = [], object } = node;
    const edges = this.model.edgesAt(id);
    const lists = [
      this.edgeList('Leads to', edges, ({ from }) => from === id),
      this.edgeList('Comes from', edges, ({ to, from }) => to === id && from !== id),
    ];
    const facts = [
      ...(host === undefined || host === node.name ? [] : [`Host ${host}`]),
      ...(versions.length === 0 ? [] : [`Subsets: ${versions.join(', ')}`]),
      ...answers,
    ];
    return [
      element('h2', {}, nodeTitle(node)),
      ...facts.map((fact) => element('p', { class: 'quiet' }, fact)),
      ...lists.flat(),
      ...(object === undefined ? [] : this.object({ object })),
    ];
  }

  private edge(place: number): readonly Node[] {
    const edge = this.model.edges[place];
    const { from, to, object, path, broken, findings } = edge;
    const lines = edgeLines(edge);
    return [
      element('h2', {}, lines[0] ?? 'Arrow'),
      element('p', {}, this.link(from), ' → ', this.link(to)),
      ...(broken === undefined ? [] : [element('p', { class: 'error' }, `No request arrives this way: ${broken}`)]),
      ...(object === undefined && findings.length === 0 ? [] : this.object({ object: object!, path })),
    ];
  }

  private link(id: string): HTMLElement {
    return button(nodeTitle(this.model.nodes.get(id)!), () => this.choose({ node: id }), { class: 'link-button' });
  }

  private edgeList(title: string, places: readonly number[], isWanted: (edge: GraphEdge) => boolean): readonly Node[] {
    const wanted = places.filter((place) => isWanted(this.model.edges[place]));
    if (wanted.length === 0) {
      return [];
    }
    const items = wanted.map((place) => {
      const edge = this.model.edges[place];
      const other = nodeTitle(this.model.nodes.get(title === 'Leads to' ? edge.to : edge.from)!);
      const words = edgeLines(edge).join(', ');
      const text = words === '' ? other : `${other}: ${words}`;
      const name = isBroken(edge) ? 'link-button error' : 'link-button';
      return element(
        'li',
        {},
        button(text, () => this.choose({ edge: place }), { class: name }),
      );
    });
    const list = element('ul', {}, ...items);
    return wanted.length > 12
      ? [element('details', {}, element('summary', {}, `${title} (${wanted.length})`), list)]
      : [element('h3', {}, title), list];
  }

  /** YAML with the field that is meant, and what is wrong with the object. */
  private object({ object, path = '' }: Field): readonly Node[] {
    const known = this.model.object(object);
    const findings = this.model.findings(object);
    const heading = element('h3', {}, nameOf(object));
    if (known === undefined) {
      return [heading, element('p', { class: 'quiet' }, 'It is not among the manifests.')];
    }
    return [
      heading,
      ...(known.place === undefined ? [] : [element('p', { class: 'quiet place' }, known.place)]),
      ...(path === '' ? [] : [element('p', { class: 'quiet' }, path)]),
      ...findings.map(({ code, severity, message, fix, path: field }) =>
        element(
          'div',
          { class: `finding ${severity}` },
          element('strong', {}, `${severity} ${code}`),
          ...(field === '' ? [] : [' ', element('code', {}, field)]),
          element('p', {}, message),
          ...(fix === '' ? [] : [element('p', { class: 'quiet' }, fix)]),
        ),
      ),
      this.yaml(known.manifest, path),
    ];
  }

  private yaml(manifest: unknown, path: string): HTMLElement {
    let first: HTMLElement | undefined;
    const lines = yamlLines(manifest).map((line) => {
      const isMeant = path !== '' && isWithin(line.path, path);
      const made = element('span', { class: isMeant ? 'meant' : undefined }, `${line.text}\n`);
      first ??= isMeant ? made : undefined;
      return made;
    });
    const yaml = element('pre', { class: 'yaml', tabindex: 0, 'aria-label': 'YAML' }, ...lines);
    requestAnimationFrame(() => first?.scrollIntoView({ block: 'nearest' }));
    return yaml;
  }
}

/** `VirtualService shop/front` */
export function nameOf({ kind, namespace, name }: FindingObject): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

/** Whether one path is the other or in it. */
export function isWithin(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
