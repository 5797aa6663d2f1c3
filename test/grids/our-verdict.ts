import type { Finding } from '../../lib/checks/finding';
import { runChecks } from '../../lib/checks/run-checks';
import { Mesh } from '../../lib/mesh/mesh';
import type { MeshContext } from '../../lib/mesh/mesh-context';
import type { Manifest } from '../../lib/mesh/mesh-object';
import type { Verdict } from './verdict';
import { sorted } from './verdict';

/** What we say of manifests, in the form of what Istio says. */
export function ourVerdict(manifests: Manifest[], context: Partial<MeshContext> = {}): Verdict {
  const findings = runChecks(manifests, [], { world: 'closed', ...context }).map(({ finding }) => finding);
  const of = (wanted: (finding: Finding) => boolean): Finding[] => findings.filter(wanted);
  const warnings = ['IST0133', 'IST0130', 'IST0131'];
  return {
    // Istio's validator of schemas does not look at metadata, as the API server does.
    apiServer: sorted(of(({ code, source }) => source === 'schema' && code !== 'API0014').map(key)),
    webhookErrors: sorted(of(({ code }) => code === 'IST0106').map(key)),
    webhookWarnings: sorted(of(({ code }) => warnings.includes(code)).map(key)),
    analysis: readable(manifests)
      ? sorted(
          of(({ code }) => code.startsWith('IST')).map(
            ({ code, object: { kind, namespace, name } }) => `${code} ${kind} ${namespace && `${namespace}/`}${name}`,
          ),
        )
      : ['unreadable'],
  };
}

/** Istio's analyzers take all objects of a set or, where one of them cannot be read at all, none. */
function readable(manifests: Manifest[]): boolean {
  return new Mesh(manifests).objects.every(({ misfits }) => misfits.length === 0);
}

function key({ object }: Finding): string {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  return `${group}/${object.kind} ${object.namespace}/${object.name}`;
}
