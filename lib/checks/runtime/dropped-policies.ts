import type { LoadBalancerSettings, TrafficPolicy, TrafficPolicyPortTrafficPolicy } from '../../../imports/networking';
import { isObject } from '../../core/is-object';
import { isWildcard } from '../../istio/host';
import type { DestinationRule, EffectiveRule, EffectiveSubset } from '../../mesh/destination-rules';
import { effectiveRules } from '../../mesh/destination-rules';
import { meshConfig } from '../../mesh/mesh-config';
import { DataSet } from '../../mesh/reading/data-map';
import type { Mesh } from '../../mesh/reading/mesh';
import { registry } from '../../mesh/registry';
import { list } from '../../schema/words';
import type { Check, Report } from '../check';

/** Settings of ports and subsets that take the place of those of the rule above. */
export const droppedPolicies: Check = {
  name: 'dropped-policies',
  mirrors: [
    'pilot/pkg/networking/util/util.go: GetPortLevelTrafficPolicy, MergeSubsetTrafficPolicy',
    'pilot/pkg/model/destination_rule.go: MergeTrafficPolicy',
  ],
  codes: {
    CDI0131: {
      name: 'PortSettingsInheritNothing',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'The settings of a port drop settings of the trafficPolicy above.',
      explanation:
        'An entry of `portLevelSettings` takes the place of the whole trafficPolicy for its port: what it does not repeat has the defaults of Istio there, not the values above. A port that only gets another load balancer so loses the connection limits, the outlier detection and the TLS settings of the rule; `tunnel`, `proxyProtocol` and `retryBudget` cannot even be repeated for a port. An entry in the policy of a subset drops the settings of the subset and of the rule. A load balancer that is lost is not reported if it is round robin or least requests, and neither is TLS that Istio chooses itself without it (ISTIO_MUTUAL).',
      remedy: 'Repeat in the settings of the port what shall hold for it, or set it for all ports.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy',
        'https://github.com/istio/istio/issues/34508',
        'https://github.com/istio/istio/issues/58297',
      ],
    },
    CDI0132: {
      name: 'SubsetPolicyReplaces',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'The policy of a subset drops settings of the trafficPolicy above.',
      explanation:
        'A subset inherits the trafficPolicy of the rule setting by setting: `connectionPool`, `outlierDetection`, `loadBalancer` and `tls` of the subset each take the place of the whole setting of the rule, and are not merged with it. A subset that only gets another `connectionPool.tcp` so loses `connectionPool.http` of the rule. The finding is a note if only values of the same group are lost, such as `interval` of an `outlierDetection`.',
      remedy: 'Repeat in the subset what shall hold for it.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy',
      ],
    },
    CDI0137: {
      name: 'PortSettingsForMissingPort',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A DestinationRule has settings for a port that its host does not have.',
      explanation:
        '`portLevelSettings` go by the port of the Service or ServiceEntry, the one that clients call, not by that of the container (`targetPort`). Settings for another port are in no proxy, and the settings above apply as if they were not there.',
      remedy: 'Write the port of the Service.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy',
      ],
    },
  },
  run(mesh, report) {
    const told = new DataSet<readonly [key: string, path: string]>();
    for (const rule of effectiveRules(mesh)) {
      for (const found of ofRule(mesh, rule)) {
        if (told.add([found.object.key, found.path])) {
          report(found);
        }
      }
    }
  },
};

const FIELDS = [
  'connectionPool',
  'outlierDetection',
  'loadBalancer',
  'tls',
  'tunnel',
  'proxyProtocol',
  'retryBudget',
] as const;
/** Those that the settings of a port can have. */
const OF_PORTS: readonly Field[] = ['connectionPool', 'outlierDetection', 'loadBalancer', 'tls'];

type Field = (typeof FIELDS)[number];

function ofRule(mesh: Mesh, rule: EffectiveRule): Report[] {
  const { trafficPolicy, policyFrom, subsets } = rule;
  return [
    ...(policyFrom === undefined
      ? []
      : ofPorts(mesh, rule, trafficPolicy, undefined, policyFrom, 'spec.trafficPolicy')),
    ...subsets.flatMap((subset) => [
      ...ofPorts(mesh, rule, subset.trafficPolicy, trafficPolicy, subset.from, `${subset.path}.trafficPolicy`),
      ...ofSubset(rule, subset),
    ]),
  ];
}

/** @param above that of the rule, if it is the policy of a subset */
function ofPorts(
  mesh: Mesh,
  { host }: EffectiveRule,
  policy: TrafficPolicy | undefined,
  above: TrafficPolicy | undefined,
  object: DestinationRule,
  path: string,
): Report[] {
  const given = policy?.portLevelSettings ?? [];
  const ports = given.length === 0 ? undefined : portsOf(mesh, host);
  return given.flatMap((settings, i): Report | readonly Report[] => {
    const number = settings.port?.number;
    const at = `${path}.portLevelSettings[${i}]`;
    if (number === undefined) {
      return [];
    }
    if (ports !== undefined && !ports.includes(number)) {
      return missingPort(object, `${at}.port.number`, host, number, ports);
    }
    const lost = FIELDS.filter((field) => isLost(mesh, field, policy, above, settings));
    return lost.length === 0 ? [] : { code: 'CDI0131', object, path: at, ...portWords(lost, number, policy!) };
  });
}

function portWords(lost: readonly Field[], number: number, policy: TrafficPolicy): { message: string; fix: string } {
  const [names, repeated] = [lost, lost.filter((field) => OF_PORTS.includes(field))].map(list);
  const whose = lost.some((field) => policy[field] === undefined) ? 'the rule' : 'trafficPolicy';
  return {
    message: `The settings of a port inherit nothing: ${names} of ${whose} ${lost.length === 1 ? 'does' : 'do'} not apply to port ${number}, which has Istio's defaults for ${lost.length === 1 ? 'it' : 'them'}.`,
    fix:
      repeated === ''
        ? `Move the settings of the port to trafficPolicy and remove this entry: a port cannot have ${names} of its own.`
        : `Repeat ${repeated} in this entry, or move its settings to trafficPolicy and remove it.`,
  };
}

function missingPort(
  object: DestinationRule,
  path: string,
  host: string,
  number: number,
  ports: readonly number[],
): Report {
  return {
    code: 'CDI0137',
    object,
    path,
    message: `${host} has no port ${number}, but ${list(ports.map(String))}: no proxy uses these settings. They go by the port that clients call, not by that of the container.`,
    fix: `Write port: { number: ${ports[0]} }.`,
  };
}

/** The ports of a host; undefined where the manifests do not show it, and for wildcards. */
function portsOf(mesh: Mesh, host: string): readonly number[] | undefined {
  const services = isWildcard(host) ? [] : registry(mesh).withHost(host);
  const ports = services.flatMap((service) => service.ports.map(({ number }) => number));
  return ports.length === 0 ? undefined : [...new Set(ports)];
}

/** Whether a setting holds for other ports and not for this one, and makes a difference. */
function isLost(
  mesh: Mesh,
  field: Field,
  policy: TrafficPolicy | undefined,
  above: TrafficPolicy | undefined,
  settings: TrafficPolicyPortTrafficPolicy,
): boolean {
  // A subset keeps from the rule what no port can have.
  const inherited = OF_PORTS.includes(field) ? above?.[field] : undefined;
  const given = policy?.[field] ?? inherited;
  return given !== undefined && (settings as TrafficPolicy)[field] === undefined && matters(mesh, field, given);
}

function matters(mesh: Mesh, field: Field, given: object): boolean {
  if (field === 'loadBalancer') {
    const { simple, ...rest } = given as LoadBalancerSettings;
    return Object.keys(rest).length > 0 || !EQUAL_ENOUGH.includes(simple ?? 'UNSPECIFIED');
  }
  if (field === 'tls') {
    const { mode, ...rest } = given as NonNullable<TrafficPolicy['tls']>;
    // istiod asks the settings above for mutual TLS (pilot/pkg/xds/endpoints/mtls_checker.go).
    return (
      mode !== 'DISABLE' &&
      (mode !== 'ISTIO_MUTUAL' || Object.keys(rest).length > 0 || !meshConfig(mesh).enableAutoMtls)
    );
  }
  return Object.keys(given).length > 0;
}

/** Load balancers that nobody notices to be another. */
const EQUAL_ENOUGH: readonly string[] = ['UNSPECIFIED', 'ROUND_ROBIN', 'LEAST_REQUEST', 'LEAST_CONN'];

/** Settings with parts that people set one by one. */
const PARTED = ['connectionPool', 'outlierDetection', 'loadBalancer'] as const;
/** Parts of which there is only one. */
const ALTERNATIVES: readonly string[] = ['simple', 'consistentHash'];

function ofSubset(
  { trafficPolicy }: EffectiveRule,
  { name, trafficPolicy: own, from, path }: EffectiveSubset,
): Report[] {
  return PARTED.flatMap((field): Report | readonly Report[] => {
    const [above, below] = [trafficPolicy?.[field], own?.[field]];
    const lost = above === undefined || below === undefined ? [] : lostParts({ ...above }, { ...below });
    if (lost.length === 0) {
      return [];
    }
    const names = list(lost.map((part) => `${field}.${part}`));
    // Parts without a dot stand beside what the subset sets; in outlierDetection all do, and are one group.
    const isGroup = field !== 'outlierDetection' && lost.some((part) => !part.includes('.'));
    return {
      code: 'CDI0132',
      object: from,
      path: `${path}.trafficPolicy.${field}`,
      severity: isGroup ? undefined : 'info',
      message: `${field} of the subset takes the place of that of the rule as a whole: ${names} of the rule ${lost.length === 1 ? 'does' : 'do'} not apply to subset ${name}.`,
      fix: `Repeat ${names} here, unless Istio's defaults are meant.`,
    };
  });
}

/** The parts that are set above and not below: `http`, or `http.maxRetries` where `http` is set in both. */
function lostParts(above: Readonly<Record<string, unknown>>, below: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(above).flatMap(([name, value]) => {
    const other = below[name];
    if (value === undefined || ALTERNATIVES.includes(name)) {
      return [];
    }
    if (other === undefined) {
      return name;
    }
    return isObject(value) && isObject(other) ? lostParts(value, other).map((part) => `${name}.${part}`) : [];
  });
}
