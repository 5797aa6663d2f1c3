import { show } from '../core/problems';
import { objectNameProblem } from '../kubernetes/names';

/** What is wrong with the name of a Secret that a gateway reads, if anything: it has no namespace. */
export function gatewaySecretProblem(name: string): string | undefined {
  const parts = typeof name === 'string' ? name.split('/') : [];
  return parts.length === 2
    ? `${show(name)} names a namespace, but the gateway looks for the Secret in the namespace of its pods. Write only its name: ${show(parts[1])}.`
    : objectNameProblem(name);
}
