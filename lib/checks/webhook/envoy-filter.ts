import type {
  EnvoyFilterEnvoyConfigObjectMatch as Match,
  EnvoyFilterEnvoyConfigObjectPatch as ConfigPatch,
} from '../../../imports/networking';
import { checkFilterMatch } from './envoy-filter/listener-match';
import type { PatchMatch } from '../../istio/patch-targets';
import { PATCH_MATCHES, PATCH_TARGETS } from '../../istio/patch-targets';
import { PatchValue } from './envoy-filter/patch-value';
import { checkWorkloadSelector } from './shared/labels';
import { syntaxProblem } from './shared/regex';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck, WebhookVerdict } from './webhook-check';

const MAX_VERSION = 1024;

export const envoyFilter: WebhookCheck<'networking.istio.io/EnvoyFilter'> = {
  name: 'envoy-filter',
  mirrors: 'ValidateEnvoyFilter',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'networking.istio.io/EnvoyFilter',
  run({ spec: { workloadSelector, configPatches = [] } }, verdict) {
    let refused = false;
    if (workloadSelector !== undefined) {
      checkWorkloadSelector(workloadSelector.labels, 'spec.workloadSelector.labels', {
        error: (path, message, fix) => {
          refused = true;
          verdict.error(path, message, fix);
        },
        warning: (path, message, fix) => verdict.warning(path, message, fix),
      });
    }
    // istiod stops at a selector that is wrong, before it warns of anything.
    if (refused) {
      return;
    }
    verdict.warning(
      'spec',
      'An EnvoyFilter changes the configuration that istiod generates for Envoy, which may differ in every release of Istio.',
      'Use a field of another Istio kind if there is one, and test the EnvoyFilter with each new release before you upgrade.',
    );
    configPatches.forEach((patch, i) => checkPatch(patch, `spec.configPatches[${i}]`, verdict));
  },
};

function checkPatch({ applyTo, match, patch }: ConfigPatch, path: string, verdict: WebhookVerdict): void {
  // istiod does not look at patches of waypoints yet.
  if ((match?.context as string | undefined) === 'WAYPOINT') {
    return;
  }
  const said = (applyTo as string | undefined) ?? 'INVALID';
  const target = PATCH_TARGETS.get(said);
  // istiod takes any number for something that it is applied to, as long as there is nothing to put in.
  if (said === 'INVALID' || (target === undefined && patch?.value !== undefined)) {
    verdict.error(
      `${path}.applyTo`,
      'The patch has no applyTo.',
      `Write one of ${[...PATCH_TARGETS.keys()].join(', ')}.`,
    );
    return;
  }
  if (patch === undefined) {
    verdict.error(`${path}.patch`, 'There is no patch.', 'Write patch with operation and value.');
    return;
  }
  const operation = (patch.operation as string | undefined) ?? 'INVALID';
  if (operation === 'INVALID') {
    verdict.error(`${path}.patch.operation`, 'The patch has no operation.', 'Write MERGE, ADD, REMOVE or another one.');
    return;
  }
  const value: unknown = patch.value;
  if (value === undefined && operation !== 'REMOVE') {
    verdict.error(
      `${path}.patch.value`,
      `A patch with the operation ${operation} needs a value, and this one has none.`,
      `Write value with fields of ${target?.message ?? 'what it is applied to'}.`,
    );
    return;
  }
  if (match !== undefined) {
    checkMatch(match, said, target?.match, `${path}.match`, verdict);
  }
  if (value !== undefined && target !== undefined) {
    new PatchValue(verdict).check(value, target.message, `${path}.patch.value`, true);
  }
}

function checkMatch(
  match: Match,
  applyTo: string,
  wanted: PatchMatch | undefined,
  path: string,
  verdict: WebhookVerdict,
): void {
  checkVersion(match.proxy?.proxyVersion ?? '', `${path}.proxy.proxyVersion`, verdict);
  const given = PATCH_MATCHES.find((each) => match[each] !== undefined);
  if (wanted !== undefined && given !== undefined && given !== wanted) {
    verdict.error(
      `${path}.${given}`,
      `A patch of a ${applyTo} is matched with ${wanted}, not with ${given}.`,
      `Write match.${wanted}, or an applyTo that fits ${given}.`,
    );
  }
  const filter = match.listener?.filterChain?.filter;
  if (wanted === 'listener' && filter !== undefined) {
    checkFilterMatch(filter, applyTo, `${path}.listener.filterChain.filter`, verdict);
  }
}

function checkVersion(expression: string, path: string, verdict: WebhookVerdict): void {
  const length = Buffer.byteLength(expression);
  if (length > MAX_VERSION) {
    verdict.warning(
      path,
      `The expression has ${length} characters, and istiod ignores one with more than ${MAX_VERSION}; the patch then applies to no proxy.`,
      'Write a short one, such as ^1\\.31.*',
    );
    return;
  }
  const problem = syntaxProblem(expression);
  if (problem !== undefined) {
    verdict.error(path, problem, 'Write an expression that RE2 reads, such as ^1\\.31.*');
  }
}
