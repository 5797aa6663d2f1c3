import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { Problems } from '../../core/problems';
import type { ResolvedService } from '../../kubernetes/service-ref';
import type { IMetadataLike, IServiceLike, IServicePortLike } from '../../kubernetes/service-like';
import type { HttpRouteOptions } from '../../networking/http-route';
import type { VirtualService } from '../../networking/virtual-service';

/** Where the requests of a release go: by a split, always to the canary, or as a controller decides. */
export interface ReleaseRouting {
  /**
   * The rules that send the requests of `base` on, the last of them all that are left. `base` has no route, redirect, directResponse or
   * delegate.
   */
  rules(base: HttpRouteOptions, port: number | string | undefined): HttpRouteOptions[];
  /** Hears of each VirtualService that holds such rules. */
  boundTo?(virtualService: VirtualService): void;
}

/**
 * A Service whose requests go to one of two versions: as the `service` of an `IngressedService` or of one of its routes, the same split
 * then applies behind the gateway.
 *
 * Made by a `CanaryRelease`. Rejected everywhere else, because a plain destination would bypass the split.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 */
export class Release implements IServiceLike {
  /** @internal */
  public static _of(service: ResolvedService, port: number | undefined, routing: ReleaseRouting): Release {
    return new Release(service, port, routing, service.name, { namespace: service.namespace }, service.ports);
  }

  private constructor(
    /** @internal The Service without the split. */
    public readonly _released: ResolvedService,
    /** @internal The port that is split, if it is known. */
    public readonly _port: number | undefined,
    private readonly routing: ReleaseRouting,
    /** `metadata.name` of the Service. */
    public readonly name: string,
    /** Where the Service lives. */
    public readonly metadata?: IMetadataLike,
    /** The ports of the Service; absent where they are not known. */
    public readonly ports?: IServicePortLike[],
  ) {}

  /** @internal The rules that send the requests of `base` to the release. */
  public _httpRoutes(base: HttpRouteOptions, port: number | string | undefined): HttpRouteOptions[] {
    return this.routing.rules(base, port);
  }

  /** @internal Whether the requests of a port go to the whole Service, as they would without the release. */
  public _isWhole(port: number | string | undefined, scope: IConstruct): boolean {
    const [{ route = [] }, ...others] = this.routing.rules({}, port);
    const [to] = route.map((destination) => destination._toJson(new Problems(), scope).destination);
    return others.length === 0 && route.length === 1 && to.subset === undefined && to.host === this._released.fqdn;
  }

  /** @internal Tells the release which VirtualService holds its rules. */
  public _boundTo(virtualService: VirtualService): void {
    this.routing.boundTo?.(virtualService);
  }
}

/** What the release of a Service takes, so that there is no second. */
export function releaseOf(service: ResolvedService): string {
  return `release of ${service.fqdn}`;
}

/** The release that a service stands for: the release itself, or the construct that makes it. */
export function asRelease(service: unknown): Release | undefined {
  const given = Construct.isConstruct(service) ? (service as { readonly release?: unknown }).release : service;
  return given instanceof Release ? given : undefined;
}
