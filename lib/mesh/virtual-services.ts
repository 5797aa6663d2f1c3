import type { Destination } from '../../imports/networking';
import type { MeshObject } from './reading/mesh-object';
import { once } from './reading/once';

/** A place in a VirtualService that names a host to send requests to. */
export interface RouteDestination {
  /** `spec.http[0].route[1].destination` */
  readonly path: string;
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** Whether it gets copies of requests, and not the requests themselves. */
  readonly mirror: boolean;
  readonly destination: Partial<Destination>;
}

/** All destinations of a VirtualService. A route that names none has an empty one. */
export const destinationsOf = once(destinations);

function destinations({ spec }: MeshObject<'networking.istio.io/VirtualService'>): readonly RouteDestination[] {
  const routes = (protocol: 'http' | 'tls' | 'tcp'): RouteDestination[] =>
    (spec[protocol] ?? []).flatMap(({ route = [] }, i) =>
      route.map(({ destination }, j) => ({
        path: `spec.${protocol}[${i}].route[${j}].destination`,
        protocol,
        mirror: false,
        destination: destination ?? {},
      })),
    );
  return [...routes('http'), ...routes('tls'), ...routes('tcp'), ...mirrorsOf(spec.http ?? [])];
}

function mirrorsOf(
  http: readonly {
    readonly mirror?: Destination;
    readonly mirrors?: readonly { readonly destination: Destination }[];
  }[],
): RouteDestination[] {
  return http.flatMap(({ mirror, mirrors = [] }, i) => {
    const copies = mirrors.map(({ destination }, j): [string, Partial<Destination>] => [
      `mirrors[${j}].destination`,
      destination ?? {},
    ]);
    const all: [string, Partial<Destination>][] = mirror === undefined ? copies : [['mirror', mirror], ...copies];
    return all.map(([at, destination]) => ({
      path: `spec.http[${i}].${at}`,
      protocol: 'http' as const,
      mirror: true,
      destination,
    }));
  });
}
