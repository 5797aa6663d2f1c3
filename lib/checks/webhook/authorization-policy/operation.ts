import type { Operation } from '../../../../imports/security';
import type { WebhookVerdict } from '../webhook-check';
import type { ValueRule } from './values';
import { anyText, checkValues, pathTemplate, port } from './values';

const LISTS: Readonly<Record<keyof Operation, ValueRule>> = {
  hosts: anyText,
  notHosts: anyText,
  ports: port,
  notPorts: port,
  methods: anyText,
  notMethods: anyText,
  paths: pathTemplate,
  notPaths: pathTemplate,
};
const NAMES = Object.keys(LISTS) as (keyof Operation)[];

export function checkOperation(operation: Operation, path: string, verdict: WebhookVerdict): void {
  if (!NAMES.some((name) => (operation[name] ?? []).length > 0)) {
    verdict.error(
      path,
      'The operation is empty.',
      'Write at least one list, or remove "to" so that the rule applies to every request.',
    );
  }
  for (const name of NAMES) {
    checkValues(operation[name], `${path}.${name}`, LISTS[name], verdict);
  }
}

/** Whether it can be decided without a request, by the port alone. */
export function looksAtPort({ ports = [], notPorts = [] }: Operation): boolean {
  return ports.length + notPorts.length > 0;
}
