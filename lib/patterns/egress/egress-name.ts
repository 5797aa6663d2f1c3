import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Problems } from '../../core/problems';
import { kebabCase } from '../../kubernetes/names';
import { patternName } from '../pattern-name';

/**
 * The name that the objects of an egress pattern share: the one that was given, or the id with the namespace of the chart before it, where
 * the objects are in another one.
 *
 * @param namespace that of the objects
 */
export function egressName(
  construct: Construct,
  name: string | undefined,
  namespace: string | undefined,
  problems: Problems,
): string {
  return patternName(construct, name ?? defaultName(construct, namespace), problems);
}

function defaultName(construct: Construct, namespace: string | undefined): string | undefined {
  const own = Chart.of(construct).namespace;
  const id = kebabCase(construct.node.id);
  return own === undefined || namespace === undefined || own === namespace || id === '' ? undefined : `${own}-${id}`;
}
