import type { Destination, VirtualServiceSpec } from '../../../../imports/networking';
import { once } from '../../../mesh/reading/once';

/** A destination of a route, whatever the protocol. */
export interface RouteDestination {
  /** `spec.http[0].route[1]` */
  readonly path: string;
  readonly destination: Destination;
  readonly weight: number;
}

/** A rule of a VirtualService with its destinations. */
export interface Route {
  /** `spec.http[0]` */
  readonly path: string;
  readonly destinations: readonly RouteDestination[];
}

/** What becomes of requests to a destination that no proxy has a cluster for. */
export function unansweredText(path: string): string {
  return path.startsWith('spec.http') ? 'Requests on this route get 503.' : 'Connections on this route are closed.';
}

interface Rule {
  readonly route?: readonly { readonly destination?: Destination; readonly weight?: number }[];
}

export const routesOf = once((spec: VirtualServiceSpec): readonly Route[] => [
  ...rules('http', spec.http),
  ...rules('tcp', spec.tcp),
  ...rules('tls', spec.tls),
]);

export const destinationsOf = once((spec: VirtualServiceSpec): readonly RouteDestination[] =>
  routesOf(spec).flatMap(({ destinations }) => destinations),
);

function rules(kind: string, given: readonly Rule[] = []): Route[] {
  return given.map(({ route = [] }, i) => ({
    path: `spec.${kind}[${i}]`,
    destinations: route.flatMap(({ destination, weight = 0 }, j) =>
      destination === undefined ? [] : [{ path: `spec.${kind}[${i}].route[${j}]`, destination, weight }],
    ),
  }));
}
