import type { ResolvedService } from '../kubernetes/service-ref';

/**
 * A named part of a host's endpoints. Only a DestinationRule makes one, so a route can't name a subset that no
 * DestinationRule declares.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export class Subset {
  /** @internal */
  public static _of(
    name: string,
    labels: Record<string, string>,
    host: string,
    service: ResolvedService | undefined,
  ): Subset {
    return new Subset(name, labels, host, service);
  }

  private constructor(
    /** The name of the subset in its DestinationRule. */
    public readonly name: string,
    private readonly podLabels: Record<string, string>,
    /** @internal */
    public readonly _host: string,
    /** @internal */
    public readonly _service: ResolvedService | undefined,
  ) {}

  /** The labels that select the pods of the subset; empty for all pods. */
  public get labels(): Record<string, string> {
    return { ...this.podLabels };
  }
}
