import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';
import { isDnsLabel } from '../../../istio/domain-name';
import { fqdnProblem } from '../shared/host';

/** Says what is wrong with names of gateways. As istiod does it, nothing is said of those after one without a namespace. */
export function checkGatewayNames(
  names: readonly string[] = [],
  path: string,
  verdict: Verdict,
  converted: boolean = false,
): void {
  for (const [i, name] of names.entries()) {
    const at = `${path}[${i}]`;
    const slash = name.indexOf('/');
    if (slash < 0) {
      checkPlainName(name, at, verdict);
      return;
    }
    const namespace = name.slice(0, slash);
    const gateway = name.slice(slash + 1);
    if (!isDnsLabel(namespace)) {
      verdict.error(
        at,
        namespace === ''
          ? `The gateway ${show(name)} has no namespace before the "/".`
          : `The gateway ${show(name)} has ${show(namespace)} before the "/", which is not the name of a namespace.`,
        'Write <namespace>/<name> of the Gateway.',
      );
    }
    if (gateway === '' || (!isDnsLabel(gateway) && !converted)) {
      verdict.error(
        at,
        gateway === ''
          ? `The gateway ${show(name)} has no name after the "/".`
          : `The gateway ${show(name)} has ${show(gateway)} after the "/", which is not the name of a Gateway.`,
        'Write <namespace>/<name> of the Gateway.',
      );
    }
  }
}

function checkPlainName(name: string, path: string, verdict: Verdict): void {
  if (name.includes('.')) {
    const [gateway, namespace] = name.split('.');
    verdict.warning(
      path,
      `The gateway ${show(name)} is written as a host, which is an obsolete form.`,
      `Write ${show(`${namespace}/${gateway}`)}.`,
    );
  }
  const problem = fqdnProblem(name);
  if (problem !== undefined) {
    verdict.error(
      path,
      `The gateway ${show(name)} ${problem}`,
      'Write the name of the Gateway, or <namespace>/<name>.',
    );
  }
}
