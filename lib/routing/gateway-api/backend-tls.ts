import type { BackendTlsPolicySpec } from '../../../imports/gateway-api';
import { CONFIG_MAP_CREDENTIAL, NO_CREDENTIAL } from '../../istio/credential-names';
import { BACKEND_POLICY } from '../../mesh/destination-rules';
import type { DestinationRule } from '../../mesh/destination-rules';
import { oldestFirst } from '../../mesh/age';
import { findService } from '../../mesh/made-services';
import type { Mesh } from '../../mesh/reading/mesh';
import { MeshObject } from '../../mesh/reading/mesh-object';
import { made } from './origins';

type BackendTlsPolicy = MeshObject<'gateway.networking.k8s.io/BackendTLSPolicy'>;

/** A Service or a ServiceEntry, as far as a policy is for it. */
interface Target {
  readonly hosts: readonly string[];
  /** By their names. */
  readonly ports: ReadonlyMap<string, number>;
}

/** What policies say of one host, those of its ports apart. */
interface Collected {
  readonly policy: BackendTlsPolicy;
  readonly host: string;
  whole?: object;
  readonly ofPorts: Map<number, object>;
}

/** istiod sees no time at which it made them, and so takes them for the oldest. */
const ALWAYS = '0001-01-01T00:00:00Z';

const IGNORED = 'istio.io/ignore-policy-attachment';

/** The DestinationRules that istiod makes of BackendTLSPolicies (backend_policies.go: DestinationRuleCollection, BackendTLSPolicyCollection). */
export function backendTlsRules(mesh: Mesh): DestinationRule[] {
  const byTarget = new Map<string, Collected>();
  const taken = new Set<string>();
  const all = mesh.all('gateway.networking.k8s.io/BackendTLSPolicy');
  const counting = all.filter(({ annotations }) => annotations[IGNORED]?.toLowerCase() !== 'true');
  for (const policy of oldestFirst(mesh, counting)) {
    const tls = settingsOf(policy);
    for (const { group, kind, name, sectionName = '' } of policy.spec.targetRefs ?? []) {
      const key = `${policy.namespace} ${kind} ${name}`;
      const target = findTarget(mesh, policy.namespace, `${group}/${kind}`, name);
      const port = sectionName === '' ? undefined : target?.ports.get(sectionName);
      const isFree = !taken.has(`${key} ${sectionName}`);
      // Of several policies for one thing the oldest counts.
      taken.add(`${key} ${sectionName}`);
      for (const host of isFree && (sectionName === '' || port !== undefined) ? (target?.hosts ?? []) : []) {
        const known = byTarget.get(`${key} ${host}`) ?? { policy, host, ofPorts: new Map<number, object>() };
        byTarget.set(`${key} ${host}`, known);
        if (port === undefined) {
          known.whole = tls;
        } else {
          known.ofPorts.set(port, tls);
        }
      }
    }
  }
  return [...byTarget].map(([key, each]) => ruleOf(key.replaceAll(' ', '~'), each));
}

function ruleOf(name: string, { policy, host, whole, ofPorts }: Collected): DestinationRule {
  const portLevelSettings = [...ofPorts].map(([number, tls]) => ({ port: { number }, tls }));
  const trafficPolicy = {
    ...(whole !== undefined && { tls: whole }),
    ...(portLevelSettings.length > 0 && { portLevelSettings }),
  };
  const manifest = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: {
      name,
      namespace: policy.namespace,
      creationTimestamp: ALWAYS,
      annotations: { [BACKEND_POLICY]: policy.key },
    },
    spec: { host, trafficPolicy },
  };
  const rule = new MeshObject<'networking.istio.io/DestinationRule'>(manifest, false, policy.place);
  return made(rule, { object: policy, path: 'spec.validation' });
}

/** backend_policies.go: getBackendTLSCredentialName. A reference to anything but a ConfigMap closes the way. */
function settingsOf({ namespace, spec }: BackendTlsPolicy): object {
  const { validation }: Partial<BackendTlsPolicySpec> = spec;
  const { hostname, caCertificateRefs = [], subjectAltNames = [], wellKnownCACertificates } = validation ?? {};
  const [ref] = wellKnownCACertificates === undefined ? caCertificateRefs : [];
  const credentialName =
    ref === undefined
      ? undefined
      : ref.group === '' && ref.kind === 'ConfigMap'
        ? `${CONFIG_MAP_CREDENTIAL}${namespace}/${ref.name}`
        : NO_CREDENTIAL;
  const names = subjectAltNames.flatMap(({ hostname: host, uri }) => host ?? uri ?? []);
  return {
    mode: 'SIMPLE',
    sni: hostname,
    ...(names.length > 0 && { subjectAltNames: names }),
    ...(credentialName !== undefined && { credentialName }),
  };
}

function findTarget(mesh: Mesh, namespace: string, kind: string, name: string): Target | undefined {
  if (kind === '/Service') {
    const service = findService(mesh, namespace, name);
    return (
      service && {
        hosts: [`${name}.${namespace}.svc.${mesh.context.clusterDomain}`],
        ports: new Map((service.spec.ports ?? []).map((port) => [port.name ?? '', port.port ?? 0])),
      }
    );
  }
  const entry = kind === 'networking.istio.io/ServiceEntry' ? mesh.find(kind, namespace, name) : undefined;
  return (
    entry && {
      hosts: entry.spec.hosts ?? [],
      ports: new Map((entry.spec.ports ?? []).map((port) => [port.name, port.number])),
    }
  );
}
