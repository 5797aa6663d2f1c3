import type { DiffChange, DiffHost } from './diff-data';

/** What is the same for hosts whose changes are told together: all but the name of the host, and what follows it in other names. */
export function changeShape(change: DiffChange): string {
  const { effect, gateway, protocol, requests, callers, before, after, terms = [], changedObjects = [] } = change;
  const sides = [before, after].map(({ verdict, targets = [], status, location, failure, decidedBy = [] }) => [
    verdict,
    targets.map(({ workload, port, share, address }) => [workload, port === change.port ? '' : port, share, address]),
    status,
    location,
    failure,
    decidedBy.map(({ layer, object }) => [layer, object?.kind]),
  ]);
  const told = [sides, terms, changedObjects.map((each) => [each.change, each.object?.kind])];
  return JSON.stringify([effect, gateway, protocol, requests, callers, withoutName(JSON.stringify(told), change.host)]);
}

export function hostShape(found: DiffHost): string {
  const { gateway, protocol, callers, host, targets, otherwise, otherPorts, changedObjects = [] } = found;
  return JSON.stringify([
    gateway,
    protocol,
    callers,
    otherwise,
    otherPorts,
    withoutName(JSON.stringify(targets), host),
    changedObjects.map((each) => [each.change, each.object?.kind]),
  ]);
}

/** A text in which a host, its name and its namespace have no name: `shop/reviews-v2` of `reviews.shop.svc.cluster.local` is that of any other one. */
function withoutName(text: string, host: string): string {
  const [name, namespace] = host.split('.');
  const parts = [host, name, namespace].filter((each) => each !== undefined && each !== '' && each !== '*');
  const places = new Map([...parts].reverse().map((part) => [part, parts.indexOf(part)]));
  const one = new RegExp(`(?<![a-z0-9])(?:${parts.map(escaped).join('|')})(?![a-z0-9])`, 'g');
  return parts.length === 0 ? text : text.replace(one, (part) => `\0${places.get(part)}`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
