import type { MeshGraph } from '../graph/graph';
import { graphLayout } from './graph-layout';
import { pictureOf } from './graph-picture';
import type { Mark } from './picture-marks';
import { ariaLabel, PICTURE_STYLE, pictureMarks } from './picture-marks';
import { attribute, content } from './xml';

/** A mesh as a picture in SVG: a frame for each namespace, and what is broken in red. It is dark where the reader likes it dark. */
export function graphSvg(graph: MeshGraph): string {
  const layout = graphLayout(graph);
  const picture = pictureOf(layout);
  const { width, height } = picture;
  const { defs, layers } = pictureMarks(graph, picture, layout.links);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-label="${attribute(ariaLabel(graph))}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<style>${PICTURE_STYLE.replace(/\n/g, '')}</style>`,
    markText(defs),
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...layers.flatMap((layer) => ['<g>', ...(layer.children ?? []).map(markText), '</g>']),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function markText({ tag, attributes, children = [], text = '' }: Mark): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${attribute(String(value))}"`);
  const inside = `${content(text)}${children.map(markText).join('')}`;
  return inside === '' ? `<${tag}${written.join('')}/>` : `<${tag}${written.join('')}>${inside}</${tag}>`;
}
