import type { RegistryService } from '../mesh/registry';

/** That a Service lacks a port, with those that it has. */
export function portMissing({ object, ports }: RegistryService, port: number): string {
  const which = ports.length === 0 ? 'no ports' : `no port ${port}, but ${portsText(ports)}`;
  return `${object.kind} ${object.key} has ${which}`;
}

export function portsText(ports: RegistryService['ports']): string {
  return ports.map(({ number }) => number).join(', ');
}
