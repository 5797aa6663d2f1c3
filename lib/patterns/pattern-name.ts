import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { claim } from '../core/claims';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { dnsLabelProblem, kebabCase } from '../kubernetes/names';

/**
 * The name that a pattern's objects share: the one that was given, or the construct's id as Kubernetes spells names.
 *
 * @param room characters that are added to the name for some of the objects
 */
export function patternName(construct: Construct, name: string | undefined, problems: Problems, room = 0): string {
  const { id } = construct.node;
  const chosen = name ?? kebabCase(id);
  const problem = dnsLabelProblem(chosen, 'the name of an object');
  if (problem !== undefined && name === undefined) {
    problems.add(
      'name',
      chosen === ''
        ? `the id ${show(id)} has nothing that could be in a name (letters a to z, digits). Give one: name: '...'.`
        : `the id of the construct makes the name ${show(chosen)}, which has ${chosen.length} characters, and Kubernetes takes at most 63. Give a shorter one: name: '...'.`,
    );
  } else if (problem !== undefined) {
    problems.add('name', problem);
  } else if (chosen.length + room > 63) {
    problems.add(
      'name',
      `${show(chosen)} has ${chosen.length} characters, and with what is added to it an object would have more than the 63 that are possible. Give a shorter one: name: '...'.`,
    );
  }
  return String(chosen);
}

/** The namespace of the chart, in which a pattern's objects are. */
export function patternNamespace(construct: Construct, problems: Problems): string | undefined {
  const { namespace } = Chart.of(construct);
  if (namespace === undefined) {
    problems.add(
      '',
      "its chart has no namespace, so the objects would go to the namespace in which they are applied. Write new Chart(app, 'id', { namespace: '...' }).",
    );
  }
  return namespace;
}

/** Takes the names of the objects that a pattern makes, and reports the first that another pattern of the chart has. */
export function claimObjects(
  construct: Construct,
  kinds: string[],
  namespace: string | undefined,
  name: string,
  problems: Problems,
): void {
  for (const kind of kinds) {
    const holder = claim(construct, `${kind} ${namespace}/${name}`);
    if (holder !== undefined) {
      problems.add(
        'name',
        `${kind} "${name}" in namespace "${namespace}" is made by ${holder} already. Give this one another: name: '...'.`,
      );
      return;
    }
  }
}
