import { DataMap } from '../../mesh/reading/data-map';
import { push } from '../../mesh/reading/group-by';
import { analyzed } from './shared/analyzed';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, RelatedPlace } from '../check';
import { listed, SHOWN } from './unmatched-selector';

type ServiceEntry = MeshObject<'networking.istio.io/ServiceEntry'>;

interface Entry {
  readonly object: ServiceEntry;
  readonly port: number;
  readonly protocol: string;
}

/** ServiceEntries that say of one port of one host that it speaks different protocols. */
export const serviceEntryProtocols: Check = {
  name: 'service-entry-protocols',
  mirrors: ['serviceentry.ConflictingServiceEntryProtocolAnalyzer'],
  codes: {
    IST0177: {
      name: 'ConflictingServiceEntryProtocol',
      severity: 'warning',
      source: 'istio',
      summary: 'Two ServiceEntries have different protocols for the same port of a host.',
      explanation:
        'A proxy has one listener for a host and port, and it speaks one protocol. Of several ServiceEntries that ' +
        'were written for the same host, the one that was created first decides. If that is TCP, HTTP routes, ' +
        'retries and telemetry of the others do nothing; if it is HTTP, clients that speak something else are ' +
        'refused.',
      remedy: 'Write one ServiceEntry for the host, or the same protocol in all of them.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/reference/config/networking/service-entry/',
      ],
    },
  },
  run(mesh, report) {
    const byPort = new DataMap<readonly [host: string, number: number], PortOfHost>();
    for (const object of analyzed(mesh, 'networking.istio.io/ServiceEntry')) {
      for (const host of object.spec.hosts ?? []) {
        object.spec.ports?.forEach(({ number = 0, protocol = '' }, port) => {
          const known = byPort.getOrAdd([host, number], () => ({ host, number, scopes: new Map() }));
          for (const scope of scopesOf(object)) {
            push(known.scopes, scope, { object, port, protocol: protocol.toUpperCase() });
          }
        });
      }
    }
    for (const { host, number, scopes } of byPort.values()) {
      for (const [scope, own] of scopes) {
        const entries = scope === '*' ? own : [...own, ...(scopes.get('*') ?? [])];
        const protocols = [...new Set(entries.map(({ protocol }) => protocol))];
        for (const entry of protocols.length > 1 ? entries : []) {
          const who = [...new Set(entries.map(({ object }) => object.key))];
          report({
            code: 'IST0177',
            object: entry.object,
            path: `spec.ports[${entry.port}].protocol`,
            related: othersOf(entry, entries),
            message:
              `Port ${number} of ${host} is ${protocols
                .map((protocol) => protocol || 'without a protocol')
                .sort()
                .join(' and ')} in ${listed(who)}. ` +
              'A proxy has one listener for it, and the ServiceEntry that was created first decides whether HTTP rules apply.',
            fix: 'Write the same protocol in all of them, or one ServiceEntry for the host.',
          });
        }
      }
    }
  },
};

interface PortOfHost {
  readonly host: string;
  readonly number: number;
  /** By the namespaces that see them. */
  readonly scopes: Map<string, Entry[]>;
}

/** The same port of the other ServiceEntries, as many as the message lists. */
function othersOf({ object, port }: Entry, entries: readonly Entry[]): readonly RelatedPlace[] {
  const others = new DataMap<readonly [object: string, path: string], RelatedPlace>();
  for (const other of entries) {
    if (others.values().length <= SHOWN && (other.object !== object || other.port !== port)) {
      const path = `spec.ports[${other.port}].protocol`;
      others.set([other.object.key, path], { object: other.object, path });
    }
  }
  return others.values();
}

/** The namespaces that see a ServiceEntry; `*` for all. */
function scopesOf({ namespace, spec: { exportTo = [] } }: ServiceEntry): Set<string> {
  const all = exportTo.length === 0 || exportTo.includes('*');
  return new Set(all ? ['*'] : exportTo.map((to) => (to === '.' ? namespace : to)));
}
