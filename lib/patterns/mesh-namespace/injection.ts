import { expectObject } from '../../core/expect';
import { withGiven } from '../../core/given';
import { labelProblem } from '../../core/labels';
import { literal } from '../../core/literal';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { DATAPLANE_MODE, INJECTION, REVISION, USE_WAYPOINT } from '../../istio/data-plane-labels';
import type { ResolvedWaypoint } from './waypoint';
import { Waypoint } from './waypoint';

/** What is different about a namespace in ambient mode. */
export interface AmbientOptions {
  /**
   * The proxy that looks at its requests. Label `istio.io/use-waypoint`.
   *
   * @default - none: only connections and identities are known
   */
  readonly waypoint?: Waypoint;
}

/** What looks after the pods of a namespace. */
export type DataPlane = 'sidecar' | 'ambient' | 'none';

/** Injection as it is written. */
export interface WrittenInjection {
  readonly dataPlane: DataPlane;
  readonly labels: Record<string, string>;
  readonly waypoint?: ResolvedWaypoint;
}

/**
 * How the pods of a namespace are in the mesh: by sidecars, in ambient mode, or not at all. It is one of them, because the labels of two
 * contradict each other, and which one wins is said by none.
 *
 * Pods that run already are in the mesh from their next start on; in ambient mode, at once.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export class Injection {
  /** Each pod gets a sidecar, of the istiod without a revision or of the one with the tag "default". Label `istio-injection: enabled`. */
  public static sidecar(): Injection {
    return new Injection('sidecar', 'Injection.sidecar()', () => ({ [INJECTION]: 'enabled' }));
  }

  /**
   * Each pod gets a sidecar of a revision of istiod. Label `istio.io/rev`.
   *
   * Rejects an empty name, with which no sidecar is injected.
   *
   * @param revision its name, or a tag
   */
  public static revision(revision: string): Injection {
    return new Injection('sidecar', `Injection.revision(${show(revision)})`, (problems) => {
      if (typeof revision !== 'string' || revision === '' || labelProblem(REVISION, revision) !== undefined) {
        problems.add(
          '',
          `${show(revision)} is not the name of a revision. Write ${withGiven("Injection.revision('canary')", revision)}.`,
        );
      }
      return { [REVISION]: revision };
    });
  }

  /**
   * The node's ztunnel takes the connections of its pods; requests are looked at by a waypoint, where there is one. Label
   * `istio.io/dataplane-mode: ambient`.
   *
   * @param options its waypoint
   */
  public static ambient(options: AmbientOptions = {}): Injection {
    return new Injection('ambient', 'Injection.ambient()', () => ({ [DATAPLANE_MODE]: 'ambient' }), options);
  }

  /** Its pods are not in the mesh, and that is meant. Label `istio-injection: disabled`. */
  public static none(): Injection {
    return new Injection('none', 'Injection.none()', () => ({ [INJECTION]: 'disabled' }));
  }

  private constructor(
    /** @internal */
    public readonly _dataPlane: DataPlane,
    /** @internal As it stands in code. */
    public readonly _code: string,
    private readonly labels: (problems: Problems) => Record<string, string>,
    private readonly options: AmbientOptions = {},
  ) {}

  /**
   * @internal
   * @param home the name of the namespace
   */
  public _write(home: string, problems: Problems): WrittenInjection {
    const labels = this.labels(problems);
    const given = expectObject(this.options, 'AmbientOptions', problems, '', '{ waypoint: Waypoint.own() }');
    const waypoint = given?.waypoint;
    if (waypoint === undefined) {
      return { dataPlane: this._dataPlane, labels };
    }
    if (!(waypoint instanceof Waypoint)) {
      problems.add(
        'waypoint',
        `${show(waypoint)} is not a Waypoint. Write Waypoint.own(), or ${withGiven("Waypoint.named('waypoint')", waypoint)} for one that is there.`,
      );
      return { dataPlane: this._dataPlane, labels };
    }
    const resolved = waypoint._resolve(home, problems.in('waypoint'));
    return { dataPlane: this._dataPlane, labels: { ...labels, ...resolved.labels }, waypoint: resolved };
  }
}

const NAMED: Record<string, ((name: string) => string) | undefined> = {
  [REVISION]: (name) => `Injection.revision(${name})`,
  [USE_WAYPOINT]: (name) => `Injection.ambient({ waypoint: Waypoint.named(${name}) })`,
};

/** What to write as injection where a label was to say it. */
export function injectionOf(key: string, value: unknown): string | undefined {
  switch (`${key}: ${String(value)}`) {
    case `${INJECTION}: enabled`:
      return 'Injection.sidecar()';
    case `${INJECTION}: disabled`:
      return 'Injection.none()';
    case `${DATAPLANE_MODE}: ambient`:
      return 'Injection.ambient()';
    default:
      return typeof value === 'string' && value !== '' ? NAMED[key]?.(literal(value)) : undefined;
  }
}
