import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OPTION_NAMES } from '../../imports/option-names';

/* Each struct of the patterns has its options asked in a `*.routing.test.ts` beside this, or is here with the reason why not. */

const WITH_ANOTHER = 'its options are asked with those of the struct that inherits them';
const IN_FRONT = 'what is in front of the pods of a gateway decides before a request comes to the mesh';
const PODS = 'it says what pods are like, and not what they get';
const BY_CONTROLLER = 'a controller acts by it in the cluster';
const AMBIENT = 'what ztunnel and waypoints decide is asked in test/routing, on manifests';

const NOT_ASKED: Readonly<Record<string, string>> = {
  AlbBackendOptions: IN_FRONT,
  AlbGroup: IN_FRONT,
  AlbListenerOptions: WITH_ANOTHER,
  AmbientOptions: AMBIENT,
  AutoscalingOptions: PODS,
  AzureLoadBalancerOptions: IN_FRONT,
  EgressProps: WITH_ANOTHER,
  ExposedServiceOptions: IN_FRONT,
  ExternalDnsOptions: IN_FRONT,
  FlaggerMetric: BY_CONTROLLER,
  FlaggerOptions: 'Flagger makes Services, pods and routes in the cluster, which are not in the manifests',
  FlaggerWebhook: BY_CONTROLLER,
  GatewayResources: PODS,
  GcpLoadBalancerOptions: IN_FRONT,
  HstsOptions: WITH_ANOTHER,
  IgnoreDifference: 'it is for Argo CD',
  IngressGatewayOptions: WITH_ANOTHER,
  IngressPolicy: WITH_ANOTHER,
  LoadBalancerOptions: IN_FRONT,
  MetalLbOptions: IN_FRONT,
  NlbOptions: IN_FRONT,
  NlbTls: IN_FRONT,
  NodePortOptions: IN_FRONT,
  OriginTlsOptions: WITH_ANOTHER,
  PlainLoadBalancerOptions: IN_FRONT,
  PodPlacement: WITH_ANOTHER,
  ReleaseOptions: WITH_ANOTHER,
  ResourceAmounts: PODS,
  ServiceNodePort: IN_FRONT,
  Toleration: PODS,
  TopologySpread: PODS,
  WaypointEgressOptions: AMBIENT,
  WaypointOptions: AMBIENT,
  WaypointReference: AMBIENT,
};

const PATTERNS = path.resolve(__dirname, '../../lib/patterns');

/** The structs that the index of the patterns exports. */
function structs(): string[] {
  const index = readFileSync(path.join(PATTERNS, 'index.ts'), 'utf8');
  const named = [...index.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names]) =>
    names.split(',').map((name) => name.trim()),
  );
  const whole = [...index.matchAll(/^export \* from '([^']+)'/gm)].flatMap(([, file]) =>
    [...readFileSync(path.join(PATTERNS, `${file}.ts`), 'utf8').matchAll(/^export interface (\w+)/gm)].map(
      ([, name]) => name,
    ),
  );
  return [...named, ...whole].filter((name) => name in OPTION_NAMES).sort();
}

/** The structs that routing tests ask. */
function asked(): string[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith('.routing.test.ts'))
    .flatMap((file) => [...readFileSync(path.join(__dirname, file), 'utf8').matchAll(/^ {2}struct: '(\w+)',$/gm)])
    .map(([, name]) => name);
}

test('each struct of the patterns is asked, or is here with the reason why not', () => {
  const security = ['AllowNothingProps', 'AllowOptions'];
  expect([...asked(), ...Object.keys(NOT_ASKED)].sort()).toEqual([...structs(), ...security].sort());
});

test('what a struct inherits is among the options of one that is asked', () => {
  const known = new Set<string>(asked().flatMap((name) => OPTION_NAMES[name as keyof typeof OPTION_NAMES]));
  const inherited = Object.keys(NOT_ASKED).filter((name) => NOT_ASKED[name] === WITH_ANOTHER);
  for (const name of inherited as (keyof typeof OPTION_NAMES)[]) {
    expect({ name, missing: OPTION_NAMES[name].filter((option) => !known.has(option)) }).toEqual({ name, missing: [] });
  }
});
