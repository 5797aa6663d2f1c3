import type { PeerAuthenticationSpec } from '../../imports/security';
import type { Report } from '../../lib/checks/check';
import type { Finding } from '../../lib/checks/finding';
import { runChecks } from '../../lib/checks/run-checks';
import { isAccepted } from '../../lib/checks/suppressions';
import { WEBHOOK_CHECKS } from '../../lib/checks/webhook';
import { WebhookVerdict } from '../../lib/checks/webhook/webhook-check';
import { isIgnored } from '../../lib/istio/ignored-namespaces';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { MeshContext } from '../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import type { Verdict } from './verdict';
import { sorted } from './verdict';

const WARNINGS = ['IST0133', 'IST0130', 'IST0131'];
const OF_WEBHOOK = ['IST0106', ...WARNINGS];

/** What we say of manifests, in the form of what Istio says. */
export function ourVerdict(manifests: Manifest[], context: Partial<MeshContext> = {}): Verdict {
  const found = runChecks(manifests, [], { world: 'closed', ...context });
  const of = (wanted: (finding: Finding) => boolean): Finding[] =>
    found.map(({ finding }) => finding).filter((finding) => wanted(finding));
  const refused = of(({ code }) => code === 'IST0106');
  const warned = of(({ code }) => WARNINGS.includes(code));
  // What is wrong besides the spec, the webhook refuses before it comes to warnings.
  const unread = new Set(refused.filter(({ path }) => !path.startsWith('spec')).map(key));
  // The analyzers' reader of files passes over objects in versions that the API server does not serve.
  const unserved = new Set(
    found.filter(({ finding }) => finding.code === 'API0012').map(({ object }) => object.manifest),
  );
  return {
    // Istio's validator of schemas does not look at metadata, as the API server does.
    apiServer: sorted(of(({ code, source }) => source === 'schema' && code !== 'API0014').map(key)),
    webhookErrors: sorted(refused.map(key)),
    webhookWarnings: sorted(warned.map(key).filter((each) => !unread.has(each))),
    analysis:
      unserved.size > 0
        ? ourVerdict(
            manifests.filter((manifest) => !unserved.has(manifest)),
            context,
          ).analysis
        : sorted([
            ...found
              .filter(({ finding: { code }, object }) => code.startsWith('IST') && !isAccepted(code, object))
              .filter(({ finding: { code } }) => !OF_WEBHOOK.includes(code))
              .map(({ finding: { code, object } }) => entry(code, object)),
            ...webhookInAnalysis(manifests, context),
          ]),
  };
}

/**
 * The analyzers have the rules of the webhook among them. They run on the objects as the analyzers' reader of files keeps them:
 * the last one of each name, not in namespaces of Kubernetes, nothing of metadata but the name, and no map that is empty.
 */
function webhookInAnalysis(manifests: Manifest[], context: Partial<MeshContext>): string[] {
  const mesh = new Mesh(manifests, [], context);
  const entries: string[] = [];
  for (const check of WEBHOOK_CHECKS) {
    for (const object of mesh.all(check.kind).filter(({ namespace }) => !isIgnored(namespace))) {
      const kept = new MeshObject(keptByReader(object));
      const report = ({ code }: Report): void => {
        if (!isAccepted(code, object)) {
          entries.push(entry(code, kept));
        }
      };
      check.run(kept, new WebhookVerdict(kept, report), mesh);
    }
  }
  return entries;
}

function keptByReader({ manifest: { apiVersion, kind, spec }, name, namespace, spec: read }: MeshObject): Manifest {
  // The only map for which the webhook tells an empty one from none.
  const { portLevelMtls } = read as PeerAuthenticationSpec;
  const isEmptied = portLevelMtls !== undefined && Object.keys(portLevelMtls).length === 0;
  const kept = isEmptied ? { ...read, portLevelMtls: undefined } : spec;
  return { apiVersion, kind, metadata: { name, namespace }, spec: kept };
}

function entry(code: string, { kind, namespace, name }: Finding['object']): string {
  return `${code} ${kind} ${namespace && `${namespace}/`}${name}`;
}

function key({ object }: Finding): string {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  return `${group}/${object.kind} ${object.namespace}/${object.name}`;
}
