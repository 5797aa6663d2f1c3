import type { GraphNode, MeshGraph } from '../graph/graph';
import type { PlacedNode } from './graph-layout';
import type { Link } from './graph-links';
import { isBroken } from './graph-text';
import type { Picture, PictureFrame, PictureLine } from './graph-picture';
import { HEADING, leading, NODE_SIZE, NOTE_SIZE, round } from './picture-text';

/** An element of SVG, whoever makes it: text for a file, or the document of a page. */
export interface Mark {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children?: readonly Mark[];
  readonly text?: string;
}

/** How a picture looks, in both schemes of colors. */
export const PICTURE_STYLE = `
.picture{--paper:#fff;--ink:#1c2733;--quiet:#5b6875;--frame:#f4f6f9;--edge:#d5dce4;--line:#7d8b99;--red:#c62828;--redpaper:#fdecec;--service:#e8f0fe;--serviceline:#4a78c2;--workload:#fff;--workloadline:#8b98a6;--gateway:#e5f5ec;--gatewayline:#3c8f63;--host:#fdf3dc;--hostline:#b98a1f;--external:#f1eafa;--externalline:#8662b8;font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
@media (prefers-color-scheme:dark){.picture{--paper:#12171d;--ink:#e4eaf0;--quiet:#98a5b3;--frame:#1a2129;--edge:#303b47;--line:#76848f;--red:#ff7b72;--redpaper:#3a1c1d;--service:#1c2c47;--serviceline:#6f9be0;--workload:#202831;--workloadline:#74828f;--gateway:#173226;--gatewayline:#5fb98a;--host:#33290f;--hostline:#d0a343;--external:#2b2140;--externalline:#ab8cdb}}
.paper{fill:var(--paper)}
.frame rect{fill:var(--frame);stroke:var(--edge)}
.frame text{fill:var(--quiet);font-size:12px;font-weight:600}
.node text{fill:var(--ink);font-size:${NODE_SIZE}px;text-anchor:middle}
.node .more{fill:var(--quiet)}
.node .shape{stroke-width:1.2;fill:var(--service);stroke:var(--serviceline)}
.node .bar{stroke-width:1.2;stroke:var(--workloadline)}
.workload .shape{fill:var(--workload);stroke:var(--workloadline)}
.gateway .shape,.waypoint .shape{fill:var(--gateway);stroke:var(--gatewayline)}
.host .shape{fill:var(--host);stroke:var(--hostline)}
.external .shape{fill:var(--external);stroke:var(--externalline)}
.outside .shape{fill:var(--paper);stroke:var(--quiet)}
.missing .shape{fill:var(--redpaper);stroke:var(--red);stroke-dasharray:4 3}
.missing text{fill:var(--red)}
.line{fill:none;stroke:var(--line);stroke-width:1.3}
.dashed .line{stroke-dasharray:2 4}
.broken .line{stroke:var(--red);stroke-width:1.8}
.tip{fill:var(--line)}
.tip.red{fill:var(--red)}
.note{fill:var(--quiet);font-size:${NOTE_SIZE}px;text-anchor:middle;paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.note.broken{fill:var(--red)}
`.trim();

/** The kinds of nodes in the words of a reader. */
const SAID: Readonly<Record<GraphNode['kind'], string>> = {
  outside: 'callers outside the mesh',
  gateway: 'gateway',
  waypoint: 'waypoint',
  host: 'host',
  service: 'service',
  workload: 'workload',
  external: 'external host',
  missing: 'unknown host',
};

/** What a node is, in one line: `service shop/web`. */
export function nodeTitle({ kind, namespace, name }: GraphNode): string {
  return kind === 'outside' ? SAID[kind] : `${SAID[kind]} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

/** What a reader hears who does not see the picture. */
export function ariaLabel({ nodes, edges }: MeshGraph): string {
  return `Picture of a mesh: ${nodes.length} nodes, ${edges.length} edges`;
}

/** The marks of a picture: what is behind comes first. */
export function pictureMarks(
  graph: MeshGraph,
  picture: Picture,
  links: readonly Link[],
): { readonly defs: Mark; readonly layers: readonly Mark[] } {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const layer = (name: string, children: readonly Mark[]): Mark => ({
    tag: 'g',
    attributes: { class: name },
    children,
  });
  return {
    defs: { tag: 'defs', attributes: {}, children: [tip('tip', 'tip'), tip('red-tip', 'tip red')] },
    layers: [
      layer('frames', picture.frames.filter(({ namespace, isFolded }) => namespace !== '' || isFolded).map(frameMark)),
      layer('lines', picture.lines.map(lineMark)),
      layer(
        'nodes',
        picture.nodes.map((placed) => nodeMark(nodes.get(placed.id)!, placed)),
      ),
      layer(
        'notes',
        picture.lines.flatMap((line) => noteMarks(line, links, graph)),
      ),
    ],
  };
}

function tip(id: string, name: string): Mark {
  return {
    tag: 'marker',
    attributes: {
      id,
      viewBox: '0 0 8 8',
      refX: 7,
      refY: 4,
      markerWidth: 7,
      markerHeight: 7,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
    },
    children: [{ tag: 'path', attributes: { class: name, d: 'M0 0.5 L8 4 L0 7.5 Z' } }],
  };
}

/** A name is cut where the frame ends: a folded one is narrow. */
function frameMark({ key, namespace, isFolded, count, shown, x, y, width, height }: PictureFrame): Mark {
  const isExcerpt = isFolded && shown > 0;
  const most = isExcerpt ? 16 : 24;
  const name = isFolded && namespace.length > most ? `${namespace.slice(0, most - 1)}…` : namespace;
  return {
    tag: 'g',
    attributes: { class: isFolded && !isExcerpt ? 'frame folded' : 'frame', 'data-group': key },
    children: [
      { tag: 'rect', attributes: { x, y, width, height, rx: 8 } },
      {
        tag: 'text',
        attributes: { x: round(x + 12), y: round(y + HEADING - 6) },
        text: isExcerpt ? `${name} (${shown} of ${count})` : name,
      },
      ...(isFolded && !isExcerpt
        ? [{ tag: 'text', attributes: { x: round(x + 12), y: round(y + HEADING + 11) }, text: `${count} folded` }]
        : []),
    ],
  };
}

function nodeMark(node: GraphNode, placed: PlacedNode): Mark {
  const { x, y, lines } = placed;
  const step = leading(NODE_SIZE);
  const first = y - ((lines.length - 1) * step) / 2 + NODE_SIZE * 0.35;
  return {
    tag: 'g',
    attributes: { class: `node ${node.kind}`, 'data-node': node.id },
    children: [
      { tag: 'title', attributes: {}, text: nodeTitle(node) },
      ...shapes(node, placed),
      ...lines.map((text, i) => ({
        tag: 'text',
        attributes: { x, y: round(first + i * step), ...(i > 0 && { class: 'more' }) },
        text,
      })),
    ],
  };
}

function shapes({ kind }: GraphNode, { x, y, width, height }: PlacedNode): readonly Mark[] {
  const [left, top] = [round(x - width / 2), round(y - height / 2)];
  const [right, bottom] = [round(left + width), round(top + height)];
  const box = { class: 'shape', x: left, y: top, width, height };
  const polygon = (...points: readonly (readonly [number, number])[]): Mark => ({
    tag: 'polygon',
    attributes: { class: 'shape', points: points.map((point) => point.join(',')).join(' ') },
  });
  switch (kind) {
    case 'outside':
      return [{ tag: 'circle', attributes: { class: 'shape', cx: x, cy: y, r: round(width / 2) } }];
    case 'gateway':
    case 'waypoint':
      return [
        polygon([left, y], [left + 9, top], [right - 9, top], [right, y], [right - 9, bottom], [left + 9, bottom]),
      ];
    case 'host':
      return [{ tag: 'rect', attributes: { ...box, rx: Math.min(15, round(height / 2)) } }];
    case 'external':
      return [polygon([left, top], [right, top], [right, bottom], [left, bottom], [left + 9, y])];
    case 'workload':
      return [
        { tag: 'rect', attributes: { ...box, rx: 2 } },
        ...[left + 4, right - 4].map((at) => ({
          tag: 'line',
          attributes: { class: 'bar', x1: at, y1: top, x2: at, y2: bottom },
        })),
      ];
    default:
      return [{ tag: 'rect', attributes: { ...box, rx: 4 } }];
  }
}

function lineMark({ from, to, style, path, links }: PictureLine): Mark {
  return {
    tag: 'g',
    attributes: { class: `link ${style}`, 'data-from': from, 'data-to': to, 'data-links': links.join(' ') },
    children: [
      {
        tag: 'path',
        attributes: { class: 'line', d: path, 'marker-end': `url(#${style.startsWith('broken') ? 'red-tip' : 'tip'})` },
      },
    ],
  };
}

/** What is written on a line, edge by edge. */
function noteMarks(
  { from, to, x, y, links: own }: PictureLine,
  links: readonly Link[],
  graph: MeshGraph,
): readonly Mark[] {
  const link = own.length === 1 ? links[own[0]] : undefined;
  // What folded frames hide is not written.
  if (link?.from !== from || link.to !== to) {
    return [];
  }
  const step = leading(NOTE_SIZE);
  let line = y - link.size.height / 2 + NOTE_SIZE;
  return link.notes.flatMap(({ edge, lines }) => {
    if (lines.length === 0) {
      return [];
    }
    const children = lines.map((text) => {
      const mark = { tag: 'tspan', attributes: { x, y: round(line) }, text };
      line += step;
      return mark;
    });
    const red = isBroken(graph.edges[edge]) ? ' broken' : '';
    return [{ tag: 'text', attributes: { class: `note${red}`, 'data-edge': edge }, children }];
  });
}
