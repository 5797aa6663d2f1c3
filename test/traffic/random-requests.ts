import { fullHost } from '../../lib/istio/host';
import { Random } from '../differential/random';
import { Draw } from '../istiod/draw';
import type { Fields, Manifest } from '../real/manifest';
import { ofKind } from '../real/manifest';
import type { SentRequest } from '../routing/case';
import type { Place } from './places';
import { Places, inWildcard, isMeant } from './places';
import type { TrafficMesh } from './random-mesh';
import { isWide } from './random-mesh';
import type { Draft } from './request-drafts';
import { beside, draftOfMatch, draftOfOperation, draftOfRouteMatch } from './request-drafts';
import { CLIENTS, WITHOUT_SIDECAR } from './world';

const SEED = 1_700_000_003;

/** How often a request is drawn anew that no rule of a user would decide about, and of how many of a hundred that is asked. */
const DECIDED = { tries: 6, share: 60 };

/**
 * Random requests through a mesh, most of them on both sides of the borders of its rules; the same ones each time.
 *
 * @param isDecided whether a rule of a user decides about a request
 */
export function trafficRequests(
  mesh: TrafficMesh,
  count: number,
  addressOf: (thing: string) => string,
  isDecided: (request: SentRequest) => boolean,
): readonly SentRequest[] {
  const maker = new RequestMaker(mesh, addressOf);
  return Array.from({ length: count }, (_, i) => {
    const name = `${mesh.number}.${i}`;
    let request = maker.request(name);
    for (let left = maker.isPlain() ? 0 : DECIDED.tries; left > 0 && !isDecided(request); left--) {
      request = maker.request(name);
    }
    return request;
  });
}

/** Whether the tracer is shown the pods of a mesh, with their addresses, or the Deployments that make them. */
export function showsPods(mesh: TrafficMesh): boolean {
  // Policies about addresses say nothing of others.
  return mesh.number % 3 !== 0 || isWide(mesh);
}

function delegates({ metadata, spec }: Manifest, to: Manifest): boolean {
  return ((spec!.http ?? []) as Fields[]).some(
    ({ delegate = {} }) =>
      delegate.name === to.metadata.name && (delegate.namespace ?? metadata.namespace) === to.metadata.namespace,
  );
}

/** HTTP/2 between proxies has no cookie without a text. */
function withoutEmptyCookie({ cookie, ...headers }: Draft['headers']): Draft['headers'] {
  return cookie === undefined || cookie === '' ? headers : { ...headers, cookie };
}

const WITH_SIDECAR = CLIENTS.filter((each) => !WITHOUT_SIDECAR.includes(each));

class RequestMaker {
  private readonly draw: Draw;
  private readonly places: Places;

  constructor(
    private readonly mesh: TrafficMesh,
    private readonly addressOf: (thing: string) => string,
  ) {
    this.draw = new Draw(new Random(SEED + mesh.number));
    this.places = new Places(mesh, addressOf, showsPods(mesh));
  }

  public isPlain(): boolean {
    return !this.draw.percent(DECIDED.share);
  }

  public request(name: string): SentRequest {
    const { draw } = this;
    let draft = this.draft();
    const changes = draw.weighted([5, 0], [5, 1], [2, 2]);
    for (let i = 0; i < changes; i++) {
      draft = beside(draw, draft);
    }
    return this.sent(name, draft);
  }

  /** A request that some rule is for. */
  private draft(): Draft {
    const { draw } = this;
    const make = draw.weighted(
      [26, () => this.ofVirtualService()],
      [4, () => this.ofGateway()],
      [3, () => this.ofPolicy()],
      [isWide(this.mesh) ? 20 : 2, () => this.ofRoute()],
      [5, () => this.ofPlace(this.places.services)],
      [2, () => this.ofPlace(this.places.outside)],
      [1, () => this.ofPlace(this.places.pods)],
    );
    return make() ?? this.ofPlace(this.places.services) ?? { hosts: ['any.thing'], path: '/', headers: {} };
  }

  private all(kind: string): Manifest[] {
    return ofKind([...this.mesh.manifests], kind);
  }

  private ofVirtualService(): Draft | undefined {
    const { draw } = this;
    const all = this.all('VirtualService');
    const picked = draw.one(all);
    const { http = [], tls = [], tcp = [] } = picked.spec!;
    // A delegate has the hosts of what delegates to it.
    const { metadata, spec } =
      picked.spec!.hosts === undefined ? (all.find((each) => delegates(each, picked)) ?? draw.one(all)) : picked;
    const { hosts = ['any.thing'], gateways = ['mesh'] } = spec!;
    const names = (hosts as string[]).map((host) => inWildcard(fullHost(host, metadata.namespace!, 'cluster.local')));
    const rule = draw.one<Fields>([...http, ...http, ...http, ...tls, ...tcp]);
    const speaks = (http as Fields[]).includes(rule) ? 'http' : (tls as Fields[]).includes(rule) ? 'https' : 'tcp';
    const match = draw.one<Fields>((rule.match as Fields[] | undefined) ?? [{}]);
    const only = (match.gateways ?? gateways) as string[];
    return {
      ...draftOfMatch(draw, match),
      hosts: ((match.sniHosts as string[] | undefined) ?? names).map(inWildcard),
      port: match.port,
      speaks,
      atGateway: !only.includes('mesh') || (only.length > 1 && draw.percent(50)),
    };
  }

  private ofGateway(): Draft | undefined {
    const place = this.places.gateways.length > 0 ? this.draw.one(this.places.gateways) : undefined;
    return place && { ...this.anyRequest(), hosts: place.hosts.map(inWildcard), place };
  }

  private ofPolicy(): Draft | undefined {
    const { draw } = this;
    const [rule] = draw.some(
      this.all('AuthorizationPolicy').flatMap(({ spec }) => (spec!.rules ?? []) as Fields[]),
      1,
      1,
    );
    const place = this.places.services.length > 0 ? draw.one(this.places.services) : undefined;
    return rule === undefined || place === undefined
      ? undefined
      : { ...draftOfOperation(draw, rule), hosts: place.hosts, place };
  }

  private ofRoute(): Draft | undefined {
    const { draw } = this;
    const [route] = draw.some(this.all('HTTPRoute'), 1, 1);
    if (route === undefined) {
      return undefined;
    }
    const { parentRefs, rules, hostnames } = route.spec!;
    const { kind, name, namespace = route.metadata.namespace } = parentRefs[0];
    const rule = draw.one(rules as Fields[]);
    const content = draftOfRouteMatch(draw, draw.one<Fields>(rule.matches ?? [{}]));
    if (kind === 'Service') {
      return { ...content, hosts: [`${name}.${namespace}.svc.cluster.local`] };
    }
    const place = draw.one(this.places.front);
    return { ...content, hosts: ((hostnames ?? place.hosts) as string[]).map(inWildcard), place };
  }

  private ofPlace(places: readonly Place[]): Draft | undefined {
    const place = places.length > 0 ? this.draw.one(places) : undefined;
    return place && { ...this.anyRequest(), hosts: place.hosts, place };
  }

  private anyRequest(): Pick<Draft, 'path' | 'headers'> {
    return { path: this.draw.one(['/', '/a', '/a/b', '/c', '/ab']), headers: {} };
  }

  private sent(name: string, draft: Draft): SentRequest {
    const { draw } = this;
    const place = draft.place ?? this.placeFor(draft);
    const isGateway = this.places.gateways.includes(place);
    const from = draft.from ?? this.caller(isGateway);
    const hasSidecar = from !== undefined && !WITHOUT_SIDECAR.includes(from);
    const port = draft.otherPort ?? place.port;
    const protocol = draft.protocol ?? draw.weighted([12, place.speaks], [1, 'http'], [1, 'https'], [1, 'tcp']);
    const host = draft.host ?? draw.one(draft.hosts);
    return {
      name,
      from,
      ...(isWide(this.mesh) && from === undefined && { address: this.addressOf('client') }),
      // Names are asked for in the DNS of the cluster, which knows nothing outside of it.
      to: `${hasSidecar ? place.name : place.address}:${port}`,
      protocol,
      host,
      ...(draft.sni !== undefined && { sni: draft.sni }),
      ...(isWide(this.mesh) && protocol !== 'tcp' && draw.percent(30) && { version: '2' as const }),
      ...(protocol === 'tcp'
        ? { text: 'hello\n' }
        : { path: draft.path, method: draft.method, headers: withoutEmptyCookie(draft.headers) }),
    };
  }

  private caller(atGateway: boolean): string | undefined {
    const { draw } = this;
    return draw.percent(atGateway ? 85 : 4) ? undefined : draw.one(draw.percent(85) ? WITH_SIDECAR : WITHOUT_SIDECAR);
  }

  /** Where one would connect to for a host: what has its name, else anything on the port. */
  private placeFor({ hosts, port, speaks, atGateway }: Draft): Place {
    const { services, outside, gateways } = this.places;
    let places = atGateway === true && gateways.length > 0 ? gateways : [...services, ...outside];
    for (const fits of [
      (each: Place) => hosts.some((host) => isMeant(each, host)),
      // At gateways it is read within TLS too.
      (each: Place) => each.speaks === speaks || (speaks === 'http' && atGateway === true && each.speaks === 'https'),
      (each: Place) => each.port === port,
      // Hosts that no registry has are known there.
      (each: Place) => each.port === 80,
    ]) {
      const some = places.filter(fits);
      places = some.length > 0 ? some : places;
    }
    return this.draw.one(places);
  }
}
