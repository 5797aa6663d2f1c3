import type { LeadingPort } from '../../mesh/pod-ports';
import { list } from '../../schema/words';
import type { RelatedPlace } from '../check';

/** How many Services a message names. */
const SHOWN = 3;

/** `Port 80 of Service shop/web leads to port 8080 of its pods.` */
export function leadsWords(leading: readonly LeadingPort[]): string {
  const shown = distinct(leading).slice(0, SHOWN);
  const of = shown.map(({ service, target }) => `of Service ${service.object.key} leads to port ${target}`);
  return `Port ${leading[0].port.number} ${list(of)} of its pods.`;
}

/** `Write "8080".` */
export function podPortsFix(leading: readonly LeadingPort[], written: (port: number) => string): string {
  const ports = [...new Set(leading.flatMap(({ target }) => target ?? []))];
  return `Write ${list(ports.map(written))}, the port of the pods.`;
}

/** The Services that a message names. */
export function servicesOf(leading: readonly LeadingPort[]): RelatedPlace[] {
  return distinct(leading)
    .slice(0, SHOWN)
    .map(({ service }) => ({ object: service.object }));
}

function distinct(leading: readonly LeadingPort[]): LeadingPort[] {
  return leading.filter(({ service }, i) => leading.findIndex((other) => other.service === service) === i);
}
