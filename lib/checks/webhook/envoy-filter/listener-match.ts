import type { EnvoyFilterListenerMatchFilterMatch as FilterMatch } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import type { WebhookVerdict } from '../webhook-check';
import { DEPRECATED_FILTERS } from './deprecated-names';

const MANAGER = 'envoy.filters.network.http_connection_manager';
const MANAGERS = [MANAGER, 'envoy.http_connection_manager'];

/** Says what is wrong with the filter that a patch looks for in a listener. */
export function checkFilterMatch(
  { name = '', subFilter }: FilterMatch,
  applyTo: string,
  path: string,
  verdict: WebhookVerdict,
): void {
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') {
    verdict.warning(
      path,
      `A patch of a ${applyTo} does not look for filters, so this match has no effect.`,
      'Remove filter, or write applyTo: NETWORK_FILTER.',
    );
  }
  if (name === '') {
    verdict.error(`${path}.name`, 'The filter match has no name.', `Write its name, such as ${MANAGER}.`);
  }
  if (subFilter !== undefined) {
    checkSubFilter(name, subFilter.name ?? '', applyTo, path, verdict);
  }
  checkName(name, `${path}.name`, verdict);
  checkName(subFilter?.name ?? '', `${path}.subFilter.name`, verdict);
}

function checkSubFilter(name: string, subFilter: string, applyTo: string, path: string, verdict: WebhookVerdict): void {
  if (applyTo !== 'HTTP_FILTER') {
    verdict.error(
      `${path}.subFilter`,
      `Only a patch of an HTTP_FILTER looks for filters in filters, and this one is of a ${applyTo}.`,
      'Remove subFilter, or write applyTo: HTTP_FILTER.',
    );
  }
  if (name !== '' && !MANAGERS.includes(name)) {
    verdict.error(
      `${path}.name`,
      `${show(name)} contains no HTTP filters; they are in the HTTP connection manager.`,
      `Write ${MANAGER}.`,
    );
  }
  if (subFilter === '') {
    verdict.error(
      `${path}.subFilter.name`,
      'The subFilter match has no name.',
      'Write its name, such as envoy.filters.http.router.',
    );
  }
}

function checkName(name: string, path: string, verdict: WebhookVerdict): void {
  const now = DEPRECATED_FILTERS.get(name);
  if (now !== undefined) {
    verdict.warning(path, `${show(name)} is an old name of the filter.`, `Write ${now}.`);
  }
}
