import type { IConstruct } from 'constructs';
import type {
  ClientTlsSettings,
  ConnectionPoolSettings,
  LoadBalancerSettings,
  TrafficPolicy,
} from '../../imports/networking';
import type { Problems } from '../core/problems';
import { checkStructure } from '../core/structure';

/** What both a policy and the policy of one port have. */
type Policy = Pick<TrafficPolicy, 'connectionPool' | 'loadBalancer' | 'tls' | 'tunnel' | 'proxyProtocol'>;

/** Checks a policy for its structure, and for settings that exclude or need each other. */
export function checkTrafficPolicy(policy: TrafficPolicy, scope: IConstruct, problems: Problems): void {
  const before = problems.count;
  checkStructure(scope, 'TrafficPolicy', policy, problems);
  if (problems.count > before) {
    return;
  }
  if (
    Object.values(policy).every((setting) => setting === undefined || (Array.isArray(setting) && setting.length === 0))
  ) {
    problems.add('', 'is empty, and Istio rejects that. Omit it.');
  }
  checkPolicy(policy, problems);
  policy.portLevelSettings?.forEach((settings, i) => {
    const at = problems.in(`portLevelSettings[${i}]`);
    const { port, ...rest } = settings;
    if (port?.number === undefined) {
      at.add('port.number', 'is needed. Write the number of the port that these settings are for.');
    }
    if (Object.values(rest).every((setting) => setting === undefined)) {
      at.add('', 'has no settings, and Istio rejects that. Omit it.');
    }
    checkPolicy(settings, at);
  });
}

/** Checks a connection pool for its structure, and for settings that exclude each other. */
export function checkConnectionPool(pool: ConnectionPoolSettings, scope: IConstruct, problems: Problems): void {
  const before = problems.count;
  checkStructure(scope, 'ConnectionPoolSettings', pool, problems);
  if (problems.count === before) {
    checkPool(pool, problems);
  }
}

/** Checks how TLS to a host begins, for its structure and for settings that exclude or need each other. */
export function checkClientTls(tls: ClientTlsSettings, scope: IConstruct, problems: Problems): void {
  const before = problems.count;
  checkStructure(scope, 'ClientTlsSettings', tls, problems);
  if (problems.count === before) {
    checkTls(tls, problems);
  }
}

function checkPolicy(policy: Policy, problems: Problems): void {
  if (policy.tunnel !== undefined && policy.proxyProtocol !== undefined) {
    problems.add('tunnel', 'and proxyProtocol exclude each other. Write one of them.');
  }
  // A null is nothing, as everywhere in plain Istio data.
  if (policy.connectionPool) {
    checkPool(policy.connectionPool, problems.in('connectionPool'));
  }
  if (policy.loadBalancer) {
    checkLocality(policy.loadBalancer, problems.in('loadBalancer.localityLbSetting'));
  }
  if (policy.tls) {
    checkTls(policy.tls, problems.in('tls'));
  }
}

function checkPool({ tcp, http }: ConnectionPoolSettings, problems: Problems): void {
  if (tcp === undefined && http === undefined) {
    problems.add('', 'is empty, and Istio rejects that. Omit it, or write tcp or http.');
  }
  if (http?.useClientProtocol === true && http.h2UpgradePolicy === 'UPGRADE') {
    problems.add('http.useClientProtocol', 'and h2UpgradePolicy UPGRADE exclude each other. Write one of them.');
  }
}

function checkLocality({ localityLbSetting }: LoadBalancerSettings, problems: Problems): void {
  if ((localityLbSetting?.distribute?.length ?? 0) > 0 && (localityLbSetting?.failover?.length ?? 0) > 0) {
    problems.add('distribute', 'and failover exclude each other. Write one of them.');
  }
}

/** Certificates are in files of the caller's pod, or in a Secret. */
function checkTls(tls: ClientTlsSettings, problems: Problems): void {
  const files = (['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const).filter(
    (field) => tls[field] !== undefined,
  );
  const { mode, credentialName, caCertificates, subjectAltNames, insecureSkipVerify } = tls;
  const checked =
    caCertificates !== undefined ||
    subjectAltNames !== undefined ||
    (mode === 'SIMPLE' && credentialName !== undefined);
  if (insecureSkipVerify === true && checked) {
    problems.add(
      'insecureSkipVerify',
      'and the settings that verify the certificate of the host exclude each other. Omit one of them.',
    );
  }
  if (tls.credentialName !== undefined && files.length > 0) {
    problems.add('credentialName', `and ${files.join(', ')} exclude each other. Write the Secret or the files.`);
  } else if (tls.mode === 'ISTIO_MUTUAL' && (tls.credentialName !== undefined || files.length > 0)) {
    problems.add('mode', 'ISTIO_MUTUAL takes no certificates: Istio issues them. Omit them, or write mode MUTUAL.');
  } else if (tls.mode === 'MUTUAL' && tls.credentialName === undefined) {
    for (const field of ['clientCertificate', 'privateKey'] as const) {
      if (tls[field] === undefined) {
        problems.add(field, 'is needed for mode MUTUAL. Write the path of a file, or credentialName for both.');
      }
    }
  }
}
