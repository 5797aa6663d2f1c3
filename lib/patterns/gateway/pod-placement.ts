import { compact, expectBoolean, expectInteger, expectList, needObject, writeLabels } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { labelProblem } from '../../core/labels';

/** What happens to pods that do not tolerate a taint of a node. */
export enum TaintEffect {
  /** They are not placed there. */
  NO_SCHEDULE = 'NoSchedule',
  /** They are placed there only if there is no other node. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  /** They are evicted. */
  NO_EXECUTE = 'NoExecute',
}

/** A taint of nodes on which the pods of a gateway may be placed all the same. Kubernetes field `tolerations`. */
export interface Toleration {
  /** Key of the taint. */
  readonly key: string;

  /**
   * Value of the taint.
   *
   * @default - any
   */
  readonly value?: string;

  /**
   * Effect of the taint.
   *
   * @default - any
   */
  readonly effect?: TaintEffect;
}

/** How evenly the pods of a gateway are spread. Kubernetes field `topologySpreadConstraints`. */
export interface TopologySpread {
  /** Label of the nodes by which the places differ: "topology.kubernetes.io/zone", "kubernetes.io/hostname". */
  readonly topologyKey: string;

  /**
   * How many pods more one place may have than another.
   *
   * @default 1
   */
  readonly maxSkew?: number;

  /**
   * Whether a pod waits rather than make it uneven.
   *
   * @default false
   */
  readonly required?: boolean;
}

/** Where the pods of a gateway run. */
export interface PodPlacement {
  /**
   * Labels of the nodes on which the pods may run. Kubernetes field `nodeSelector`.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Taints that are no obstacle. Kubernetes field `tolerations`.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * How the pods are spread over zones and nodes; an empty list for not at all. Kubernetes field `topologySpreadConstraints`.
   *
   * @default - over zones and over nodes as evenly as possible
   */
  readonly topologySpread?: TopologySpread[];
}

const USUAL_SPREAD: TopologySpread[] = [
  { topologyKey: 'topology.kubernetes.io/zone' },
  { topologyKey: 'kubernetes.io/hostname' },
];

/** The fields of the pods that say where they run. */
export function writePlacement(
  { nodeSelector, tolerations, topologySpread }: PodPlacement,
  selector: Record<string, string>,
  problems: Problems,
): Record<string, unknown> {
  const tolerated = expectList(tolerations, problems, 'tolerations', "[{ key: 'dedicated', value: 'edge' }]").map(
    (toleration, i) => writeToleration(toleration, problems.in(`tolerations[${i}]`)),
  );
  const example = "[{ topologyKey: 'topology.kubernetes.io/zone' }]";
  const spread = expectList(topologySpread ?? USUAL_SPREAD, problems, 'topologySpread', example).map((each, i) =>
    writeSpread(each, selector, problems.in(`topologySpread[${i}]`)),
  );
  const labels = writeLabels(nodeSelector, problems, 'nodeSelector');
  return compact({
    nodeSelector: labels,
    tolerations: tolerated.length === 0 ? undefined : tolerated,
    topologySpreadConstraints: spread.length === 0 ? undefined : spread,
  });
}

function writeToleration(toleration: Toleration, problems: Problems): Record<string, unknown> {
  const given = needObject(toleration, 'Toleration', problems, '', "{ key: 'dedicated', value: 'edge' }");
  if (given === undefined) {
    return {};
  }
  const { key, value, effect } = given;
  const problem =
    typeof key === 'string' ? labelProblem(key, '') : `${show(key)} is not the key of a taint. Write 'dedicated'.`;
  if (problem !== undefined) {
    problems.add('key', problem);
  }
  if (value !== undefined && typeof value !== 'string') {
    problems.add('value', `${show(value)} is not a string. Write ${show(String(value))}.`);
  }
  if (effect !== undefined && !Object.values(TaintEffect).includes(effect)) {
    problems.add('effect', `${show(effect)} is not the effect of a taint. Write TaintEffect.NO_SCHEDULE.`);
  }
  return compact({ key, operator: value === undefined ? 'Exists' : 'Equal', value, effect });
}

function writeSpread(
  spread: TopologySpread,
  selector: Record<string, string>,
  problems: Problems,
): Record<string, unknown> {
  const given = needObject(spread, 'TopologySpread', problems, '', "{ topologyKey: 'topology.kubernetes.io/zone' }");
  const { topologyKey, maxSkew, required } = given ?? ({} as Partial<TopologySpread>);
  if (given !== undefined && (typeof topologyKey !== 'string' || labelProblem(topologyKey, '') !== undefined)) {
    problems.add(
      'topologyKey',
      `${show(topologyKey)} is not a label of nodes. Write 'topology.kubernetes.io/zone' or 'kubernetes.io/hostname'.`,
    );
  }
  expectInteger(maxSkew, 1, Number.MAX_SAFE_INTEGER, problems, 'maxSkew', 'a number of pods');
  expectBoolean(required, problems, 'required');
  return {
    maxSkew: maxSkew ?? 1,
    topologyKey,
    whenUnsatisfiable: required === true ? 'DoNotSchedule' : 'ScheduleAnyway',
    labelSelector: { matchLabels: selector },
  };
}
