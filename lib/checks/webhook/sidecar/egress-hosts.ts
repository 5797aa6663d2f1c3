import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';
import { isDnsLabel } from '../../../istio/domain-name';
import { wildcardDomainProblem } from '../shared/host';

const ALL = '*';
const FORM =
  'Write namespace/host: "./*", "istio-system/*", "*/api.example.com" or "shop/cart.shop.svc.cluster.local".';

/** Says what is wrong with the hosts that a workload can call. */
export function checkEgressHosts(hosts: readonly string[], path: string, own: string, verdict: Verdict): void {
  if (hosts.length === 0) {
    verdict.error(path, 'The listener has no host.', FORM);
  }
  const known = new Map<string, Set<string>>();
  hosts.forEach((host, i) => {
    const at = `${path}[${i}]`;
    const slash = host.indexOf('/');
    if (slash < 0) {
      verdict.error(at, `${show(host)} does not say which namespace the host is in.`, namespaceFix(host, own));
      return;
    }
    const [given, name] = [host.slice(0, slash), host.slice(slash + 1)];
    checkForm(given, name, at, verdict);
    // What begins with ~ takes hosts away.
    if (!given.startsWith('~')) {
      const namespace = given === '.' ? own : given;
      const names = known.get(namespace) ?? new Set();
      if (names.has(name) || names.has(ALL) || (name === ALL && names.size > 0)) {
        warnOfDouble(host, name, names, at, verdict);
      }
      known.set(namespace, names.add(name));
    }
  });
  if (known.get(ALL)?.has(ALL) && known.size > 1) {
    verdict.warning(
      path,
      '"*/*" already covers every host, so the other entries are redundant.',
      'Keep "*/*" only, or remove it.',
    );
  }
}

/** What to write for a host without a namespace before it. */
function namespaceFix(host: string, own: string): string {
  if (host === ALL) {
    return 'Write "./*" for all hosts of this namespace, or "*/*" for those of all namespaces.';
  }
  const [, service, namespace] = /^([^.]+|\*)\.([^.]+)\.svc\./.exec(host) ?? [];
  if (service !== undefined) {
    return `Write "${namespace === own ? '.' : namespace}/${host}".`;
  }
  if (isDnsLabel(host)) {
    return `Write "./${host}.${own}.svc.cluster.local" for the Service of this namespace, or "${host}/*" for all hosts of the namespace ${host}.`;
  }
  return wildcardDomainProblem(host) === undefined ? `Write "*/${host}".` : FORM;
}

function warnOfDouble(host: string, name: string, names: ReadonlySet<string>, at: string, verdict: Verdict): void {
  const covered = names.has(name) ? 'is listed before' : 'is covered by all hosts of its namespace before it';
  verdict.warning(
    at,
    name === ALL && !names.has(ALL)
      ? `${show(host)} is all hosts of the namespace, and some are listed before it.`
      : `${show(host)} ${covered}.`,
    name === ALL ? 'Keep this one only of its namespace.' : 'Remove it.',
  );
}

function checkForm(namespace: string, name: string, at: string, verdict: Verdict): void {
  if (namespace === '' || name === '') {
    verdict.error(at, `The ${namespace === '' ? 'namespace before' : 'host after'} the "/" is missing.`, FORM);
  }
  const plain = namespace.replace(/^~/, '');
  if (plain !== '' && plain !== ALL && plain !== '.' && !isDnsLabel(plain)) {
    verdict.error(
      at,
      `${show(namespace)} is not a namespace.`,
      'Write the name of a namespace, "." for the own one or "*" for any.',
    );
  }
  if (name === ALL || name === '') {
    return;
  }
  const problem = wildcardDomainProblem(name);
  if (problem !== undefined) {
    verdict.error(at, `The host ${show(name)} ${problem}`, FORM);
  }
  if (!name.includes('.')) {
    verdict.error(
      at,
      `${show(name)} is a short name, and the hosts of a Sidecar are full ones.`,
      `Write ${namespace}/${name}.${/^[a-z]/.test(plain) ? plain : 'NAMESPACE'}.svc.cluster.local.`,
    );
  }
  if (name.includes('*') && !name.startsWith('*.')) {
    verdict.error(
      at,
      `In ${show(name)} the "*" stands for part of a label, but Istio only supports it for whole labels.`,
      `Write ${namespace}/*.${name.slice(name.indexOf('.') + 1)}, or the full name.`,
    );
  }
}
