import type { Duration } from 'cdk8s';
import { needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';

/** What external-dns is told, and how its annotations begin in the cluster. */
export interface ExternalDnsOptions {
  /**
   * What the annotations begin with: the flag `--annotation-prefix` of external-dns. Up to release 0.21 it was
   * "external-dns.alpha.kubernetes.io/".
   *
   * Rejects one that does not end with "/".
   *
   * @default "external-dns.kubernetes.io/"
   */
  readonly prefix?: string;

  /**
   * How long resolvers may keep the records: whole seconds. Annotation `ttl`.
   *
   * @default - as the DNS provider does it
   */
  readonly ttl?: Duration;
}

/**
 * What external-dns is told of an Ingress beyond the hosts of its rules, which it reads by itself.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/ingress/
 */
export class ExternalDns {
  /**
   * The hosts of the rules once more, in the annotation `hostname`: for an external-dns that runs with `--ignore-ingress-rules-spec`.
   *
   * @param options prefix of the annotations, and TTL
   */
  public static hostnames(options: ExternalDnsOptions = {}): ExternalDns {
    return new ExternalDns((hosts) => ({ hostname: hosts.join(',') }), options);
  }

  /**
   * That the records are made elsewhere: external-dns leaves the Ingress alone. Annotation `controller`.
   *
   * @param options prefix of the annotations
   */
  public static none(options: ExternalDnsOptions = {}): ExternalDns {
    return new ExternalDns(() => ({ controller: 'none' }), options);
  }

  private constructor(
    private readonly tell: (hosts: string[]) => Record<string, string>,
    private readonly options: ExternalDnsOptions,
  ) {}

  /** @internal The annotations of an Ingress. */
  public _write(hosts: string[], problems: Problems): Record<string, string> {
    const example = "{ prefix: 'external-dns.alpha.kubernetes.io/' }";
    const options = needObject(this.options, 'ExternalDnsOptions', problems, '', example) ?? {};
    const { prefix = 'external-dns.kubernetes.io/' } = options;
    if (typeof prefix !== 'string' || !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/$/.test(prefix)) {
      const instead =
        typeof prefix === 'string' && !prefix.includes('/') ? `${prefix}/` : 'external-dns.kubernetes.io/';
      problems.add(
        'prefix',
        `${show(prefix)} is not what annotations begin with: a DNS name and a slash. Write '${instead}'.`,
      );
    }
    const ttl = this.writeTtl(options.ttl, problems);
    const told = { ...this.tell(hosts), ...(ttl === undefined ? {} : { ttl }) };
    return Object.fromEntries(Object.entries(told).map(([key, value]) => [`${prefix}${key}`, value]));
  }

  private writeTtl(ttl: Duration | undefined, problems: Problems): string | undefined {
    if (ttl === undefined) {
      return undefined;
    }
    if (typeof ttl?.toSeconds !== 'function') {
      problems.add('ttl', `${show(ttl)} is not a Duration. Write Duration.minutes(5), with Duration from cdk8s.`);
      return undefined;
    }
    const seconds = ttl.toSeconds({ integral: false });
    if (!Number.isInteger(seconds) || seconds < 1) {
      problems.add('ttl', `${seconds} seconds is not a TTL (whole seconds, 1 or more). Write Duration.minutes(5).`);
      return undefined;
    }
    return String(seconds);
  }
}
