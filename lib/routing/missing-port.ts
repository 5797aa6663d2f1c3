import type { RegistryService } from '../mesh/registry';

/** That a Service lacks a port, with those that it has. */
export function portMissing({ object, ports }: RegistryService, port: number): string {
  return `${object.kind} ${object.key} has no port ${port}, but ${portsText(ports)}`;
}

export function portsText(ports: RegistryService['ports']): string {
  return ports.map(({ number }) => number).join(', ');
}
