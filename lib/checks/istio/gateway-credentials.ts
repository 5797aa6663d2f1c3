import { X509Certificate } from 'node:crypto';
import { NameIndex } from '../../core/name-index';
import { gatewayIndex } from './shared/gateway-index';
import { groupBy } from '../../mesh/reading/group-by';
import { analyzed } from './shared/analyzed';
import { isIgnored } from '../../istio/ignored-namespaces';
import type { MadeSecret } from '../../mesh/made-secrets';
import { isFilledLater, madeSecrets } from '../../mesh/made-secrets';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { CERTIFICATE_KEYS, pemBlock, secretContent } from '../../mesh/secret-content';
import { analyzedPods } from './shared/analyzed-pods';
import type { Check, Report, Wording } from '../check';
import { referencedResourceNotFound } from './codes/referenced-resource-not-found';
import { listed } from './unmatched-selector';

type Secret = MeshObject<'core/Secret'>;

/** Secrets that servers of Gateways name, and that are not there or hold no certificate. */
export const gatewayCredentials: Check = {
  name: 'gateway-credentials',
  mirrors: ['gateway.SecretAnalyzer'],
  codes: {
    ...referencedResourceNotFound,
    IST0161: {
      name: 'InvalidGatewayCredential',
      severity: 'error',
      source: 'istio',
      summary: 'The Secret of a Gateway has no usable certificate.',
      explanation:
        'istiod reads the Secret and sends it to the gateway only if it has a certificate in PEM that is valid now, ' +
        'and a private key. Otherwise the listener has no certificate: every TLS handshake on it fails, and clients ' +
        'see the connection reset. Only Envoy checks whether key and certificate match.',
      remedy: 'Create the Secret with `kubectl create secret tls`, or let cert-manager issue and renew it.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0161/',
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/',
      ],
    },
  },
  run(mesh, report) {
    const secrets = mesh.derive(secretIndex);
    for (const object of mesh.derive(gatewayIndex).all) {
      object.spec.servers?.forEach(({ tls }, i) => {
        const name = tls?.credentialName ?? '';
        if (name === '') {
          return;
        }
        const homes = namespacesOf(object.spec.selector, mesh);
        const told = homes.map((namespace) => problem(name, namespace, secrets, mesh.context.world));
        const found = told.find((each) => each !== undefined);
        // Without a selector the pods are those of all gateways: it is enough that one of them finds the Secret.
        if (found !== undefined && (object.spec.selector !== undefined || told.every((each) => each !== undefined))) {
          report({ object, path: `spec.servers[${i}].tls.credentialName`, ...found });
        }
      });
    }
  },
};

/** Where the pods of a gateway look for their Secrets. Istio takes any one of several namespaces. */
function namespacesOf(selector: Readonly<Record<string, string>> | undefined, mesh: Mesh): string[] {
  const pods = mesh.derive(analyzedPods).select(selector);
  const given = pods.filter(({ workload }) => workload !== undefined);
  return [...new Set((given.length > 0 ? given : pods).map(({ namespace }) => namespace))];
}

interface Secrets {
  find(key: string): Secret | undefined;
  /** Those of the manifests, and those that controllers make for them. */
  named(name: string): readonly MadeSecret[];
  /** The names of those of the manifests in a namespace. */
  readonly names: ReadonlyMap<string, NameIndex>;
}

function secretIndex(mesh: Mesh): Secrets {
  const all = analyzed(mesh, 'core/Secret');
  const made = mesh.derive(madeSecrets);
  const byKey = new Map(all.map((secret) => [secret.key, secret]));
  return {
    find: (key) => byKey.get(key),
    named: (name) => (made.get(name) ?? []).filter(({ namespace }) => !isIgnored(namespace)),
    names: new Map(
      [...groupBy(all, ({ namespace }) => namespace)].map(([namespace, there]) => [
        namespace,
        new NameIndex(there.map((secret) => secret.name)),
      ]),
    ),
  };
}

type Problem = Wording & Pick<Report, 'code'>;

type World = 'open' | 'closed';

const OUTCOME =
  'The proxy gets no certificate for this server, and TLS handshakes with it fail: clients see the connection reset.';

function problem(name: string, namespace: string, secrets: Secrets, world: World): Problem | undefined {
  const key = name.includes('/') ? name : `${namespace}/${name}`;
  const secret = secrets.find(key);
  if (secret === undefined) {
    const made = secrets.named(key.slice(key.indexOf('/') + 1));
    if (made.some((each) => `${each.namespace}/${each.name}` === key)) {
      return undefined;
    }
    return { code: 'IST0101', ...missing(name, namespace, secrets, world) };
  }
  const wrong = certificateProblem(secret);
  return wrong === undefined
    ? undefined
    : {
        code: 'IST0161',
        related: [{ object: secret }],
        message: `Secret ${secret.key} cannot be used: ${wrong}. ${OUTCOME}`,
        fix: `Create it with kubectl create secret tls ${secret.name} -n ${secret.namespace} --cert=... --key=..., or let cert-manager create it.`,
      };
}

function missing(name: string, namespace: string, secrets: Secrets, world: World): Omit<Problem, 'code'> {
  const elsewhere = secrets.named(name);
  const message =
    `There is no Secret ${name} in ${namespace}, the namespace of the gateway's pods, where proxies look for it whatever the namespace of the ` +
    'Gateway is.';
  if (elsewhere.length > 0) {
    const [{ by }] = elsewhere;
    const isMade = by.id !== 'core/Secret';
    const homes = listed(elsewhere.map((secret) => secret.namespace));
    return {
      related: [{ object: by }],
      message: `${message} ${isMade ? `The one that ${by.kind} ${by.key} makes` : 'One'} is in ${homes}. ${OUTCOME}`,
      fix: `Create the ${isMade ? by.kind : 'Secret'} in ${namespace}.`,
    };
  }
  const close = secrets.names.get(namespace)?.nearest(name);
  // Secrets are seldom among manifests: they are made by hand or by a pipeline, so that no repository has them.
  if (close === undefined && world === 'open') {
    return {
      severity: 'info',
      message: `Secret ${name} is not among the manifests. Proxies look for it in ${namespace}, the namespace of the gateway's pods, whatever the namespace of the Gateway is.`,
      fix: `Make sure that it exists in ${namespace}, or add it to the externals in the settings.`,
    };
  }
  return {
    message: `${message} ${OUTCOME}`,
    fix:
      close === undefined
        ? `Create the Secret in ${namespace}, or list it in the externals of the settings if something else creates it.`
        : `Write ${close}, or make the Secret ${name} in ${namespace}.`,
    absence: close === undefined,
  };
}

function certificateProblem(secret: Secret): string | undefined {
  const data = secretContent(secret.manifest);
  if (data.size === 0 && (secret.external || isFilledLater(secret))) {
    return undefined;
  }
  const pair = CERTIFICATE_KEYS.find((keys) => keys.every((key) => data.get(key)?.length));
  if (pair === undefined) {
    const keys = [...data.keys()];
    return `it needs tls.crt and tls.key (or cert and key) with content, and has ${keys.length === 0 ? 'no keys' : listed(keys)}`;
  }
  const block = pemBlock(data.get(pair[0])!);
  if (block === undefined) {
    return `its ${pair[0]} is not a PEM certificate`;
  }
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(block);
  } catch {
    return `its ${pair[0]} is not a readable certificate`;
  }
  const now = Date.now();
  return now > Date.parse(certificate.validTo) || now < Date.parse(certificate.validFrom)
    ? `its certificate is valid from ${certificate.validFrom} to ${certificate.validTo} only`
    : undefined;
}
