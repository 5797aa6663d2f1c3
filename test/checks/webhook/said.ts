import type { WebhookCheck } from '../../../lib/checks/webhook/webhook-check';
import { WebhookVerdict } from '../../../lib/checks/webhook/webhook-check';
import type { Report } from '../../../lib/checks/check';
import { Mesh } from '../../../lib/mesh/reading/mesh';
import type { Kind } from '../../../lib/mesh/reading/kind';
import { manifest } from '../../manifests';

/** All that a check says of an object of the namespace shop. */
export function reports<K extends Kind>(
  check: WebhookCheck<K>,
  spec: unknown,
  labels: Readonly<Record<string, string>> = {},
): Report[] {
  const slash = check.kind.indexOf('/');
  const kind = `${check.kind.slice(0, slash)}/v1${check.kind.slice(slash)}`;
  const mesh = new Mesh([manifest(kind, 'shop/subject', spec, { labels })]);
  const [object] = mesh.all(check.kind);
  const found: Report[] = [];
  check.run(object, new WebhookVerdict(object, (report) => found.push(report)), mesh);
  return found;
}

/** Where a check says something: `error spec.host`, `warning spec.subsets[0]`. */
export function said<K extends Kind>(
  check: WebhookCheck<K>,
  spec: unknown,
  labels?: Readonly<Record<string, string>>,
): string[] {
  return reports(check, spec, labels).map(({ code, path }) => `${code === 'IST0106' ? 'error' : 'warning'} ${path}`);
}
