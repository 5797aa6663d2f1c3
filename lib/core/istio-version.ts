import { inCallersLanguage } from './language/in-language';

/**
 * A minor release of Istio that manifests are made for.
 *
 * @see https://istio.io/latest/docs/releases/supported-releases/
 */
export class IstioVersion {
  /** Istio 1.29. */
  public static readonly V1_29 = new IstioVersion('1.29');
  /** Istio 1.30. */
  public static readonly V1_30 = new IstioVersion('1.30');
  /** Istio 1.31, the default. */
  public static readonly V1_31 = new IstioVersion('1.31');

  /**
   * The release with this number.
   *
   * Rejects a release that this library has no schema of.
   *
   * @param version "1.30" or "1.30.3"; the patch level is ignored
   */
  public static of(version: string): IstioVersion {
    const known = IstioVersion.known();
    const minor = /^v?(\d+\.\d+)(\.|$)/.exec(version)?.[1];
    const found = known.find((v) => v.minor === minor);
    if (found === undefined) {
      throw new Error(
        inCallersLanguage(
          `Istio ${JSON.stringify(version)} is not known to this release of cdk8s-istio. Write one of: ${known.map((v) => v.minor).join(', ')}.`,
        ),
      );
    }
    return found;
  }

  private static known(): IstioVersion[] {
    return [IstioVersion.V1_29, IstioVersion.V1_30, IstioVersion.V1_31];
  }

  private constructor(
    /** The number of the release: "1.31". */
    public readonly minor: string,
  ) {}

  /** Whether this release is `other` or a later one. */
  public isAtLeast(other: IstioVersion): boolean {
    return number(this) >= number(other);
  }

  /** @internal The release before this one; undefined for the first one that is known. */
  public get _previous(): IstioVersion | undefined {
    return IstioVersion.known()
      .reverse()
      .find((other) => number(other) < number(this));
  }

  /** The number of the release: "1.31". */
  public toString(): string {
    return this.minor;
  }
}

function number(version: IstioVersion): number {
  return Number(version.minor.split('.')[1]);
}
