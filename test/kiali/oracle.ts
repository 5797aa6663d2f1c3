import { spawnSync } from 'node:child_process';
import type { Case } from './case';
import type { Verdict } from './verdict';
import { comparable } from './verdict';

interface Answer {
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly kind: string;
    readonly group?: string;
    readonly namespace: string;
    readonly name: string;
    readonly path?: string;
    readonly own?: boolean;
  }[];
  readonly error?: string;
}

/** Codes that are left out: of the state of a live cluster, of other clusters, and one that Kiali cannot tell from a default. */
const LEFT_OUT = new Set(['GWAPI', 'KIA0107', 'KIA1007', 'KIA1314', 'KIA1315']);

/** Asks Kiali itself. Each finding that the pass of the object's own namespace raises is a line. */
export function kialiVerdicts(binary: string, cases: readonly Case[]): Verdict[] {
  const input = cases.map((each, id) => JSON.stringify(request(each, id))).join('\n');
  const { stdout, status } = spawnSync(binary, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) {
    throw new Error(`${binary} ended with ${status}`);
  }
  return stdout
    .trim()
    .split('\n')
    .map((line, i) => verdict(JSON.parse(line) as Answer, i));
}

/** Kiali leaves KIA1301 out unless its configuration says otherwise. */
const NOTHING_IGNORED = { kiali_feature_flags: { validations: { ignore: [] } } };

function request({ manifests, context = {} }: Case, id: number): object {
  const { meshConfig = {}, rootNamespace, trustDomain, trustDomainAliases, include = [] } = context;
  const { enableAutoMtls, outboundTrafficPolicy, ...rest } = meshConfig as Record<string, unknown>;
  return {
    id,
    yaml: manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'),
    settings: {
      enableAutoMtls,
      outboundTrafficPolicy: (outboundTrafficPolicy as { mode?: string } | undefined)?.mode,
      rootNamespace,
      trustDomain,
      trustDomainAliases,
      meshConfig: Object.keys(rest).length > 0 ? rest : undefined,
      kialiConfig: include.includes('KIA1301') ? NOTHING_IGNORED : undefined,
    },
  };
}

function verdict({ findings, error }: Answer, index: number): Verdict {
  if (error !== undefined) {
    throw new Error(`Kiali does not read case ${index}: ${error}`);
  }
  const lines = findings
    .filter(({ code, own }) => own !== false && !LEFT_OUT.has(code))
    .map(({ code, severity, kind, group, namespace, name, path = '' }) => {
      const shown = kind === 'Gateway' && group === 'gateway.networking.k8s.io' ? 'K8sGateway' : kind;
      const ours = severity === 'unknown' ? 'info' : severity;
      return `${code} ${ours} ${shown} ${namespace}/${name} ${comparable(code, path)}`.trimEnd();
    });
  return [...new Set(lines)].sort();
}
