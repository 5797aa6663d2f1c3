import { dump } from 'js-yaml';
import { withoutTokens } from '../real/jwt';
import type { Compared } from './differential';
import { outcomeText } from './compare';
import type { TrafficMesh } from './random-mesh';

/** A comparison to be read: the request, both answers, and what decided; with `isWhole` every step of the trace. */
export function readable({ request, traced, asked, differences }: Compared, isWhole = false): string {
  const [first] = asked.answers;
  const steps = traced.hops.flatMap(({ kind, name, steps: all }) => [
    `  ${kind} ${name}`,
    ...all.map(
      ({ layer, decision, object, path = '' }) =>
        `    ${layer}: ${decision}${object === undefined ? '' : `   [${object.kind} ${object.key} ${path}]`}`,
    ),
  ]);
  return withoutTokens(
    [
      `request ${JSON.stringify(request)}`,
      ...differences.map((each) => `  * ${each}`),
      '  traced:',
      ...traced.outcomes.map((outcome) => `    ${outcomeText(outcome)}`),
      ...traced.unknown.map(({ text }) => `    unknown: ${text}`),
      `  Envoy: ${first.failed ?? first.status ?? ''} ${first.seen?.backend ?? first.body.slice(0, 80)} ${[...new Set(asked.flags)].join(' ')}`,
      ...(isWhole ? [`  seen: ${JSON.stringify(first.seen)}`, ...steps] : []),
    ].join('\n'),
  );
}

/** The objects that rule a mesh, without what is the same in all. */
export function yamlOf({ meshConfig, manifests }: TrafficMesh): string {
  const objects = manifests.filter(({ kind }) => kind !== 'Namespace' && kind !== 'Deployment');
  return [JSON.stringify({ meshConfig }), ...objects.map((each) => dump(each, { flowLevel: 3, lineWidth: 140 }))].join(
    '---\n',
  );
}
