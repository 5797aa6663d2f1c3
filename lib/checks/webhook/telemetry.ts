import type {
  AccessLogging,
  Metrics,
  MetricsOverridesTagOverride,
  ProviderRef,
  Tracing,
  TracingCustomTag,
} from '../../../imports/telemetry';
import { show } from '../../core/problems';
import { checkPolicyTarget } from './shared/policy-target';
import { celProblem } from '../../istio/cel/syntax';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck, WebhookVerdict } from './webhook-check';

export const telemetry: WebhookCheck<'telemetry.istio.io/Telemetry'> = {
  name: 'telemetry',
  mirrors: 'ValidateTelemetry',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'telemetry.istio.io/Telemetry',
  run({ spec }, verdict) {
    const { tracing = [], metrics = [], accessLogging = [] } = spec;
    checkPolicyTarget(spec, verdict);
    metrics.forEach((each, i) => checkMetrics(each, `spec.metrics[${i}]`, verdict));
    if (tracing.length > 1) {
      verdict.warning(
        'spec.tracing[1]',
        `tracing has ${tracing.length} entries, but Istio supports only one.`,
        'Put all settings in the first entry, and remove the others.',
      );
    }
    tracing.forEach((each, i) => checkTracing(each, `spec.tracing[${i}]`, verdict));
    accessLogging.forEach((each, i) => checkAccessLogging(each, `spec.accessLogging[${i}]`, verdict));
  },
};

function checkMetrics({ providers, overrides = [] }: Metrics, path: string, verdict: WebhookVerdict): void {
  checkProviders(providers, path, verdict);
  overrides.forEach(({ tagOverrides = {}, match }, i) => {
    const at = `${path}.overrides[${i}]`;
    if (match?.customMetric === '') {
      verdict.error(
        `${at}.match.customMetric`,
        'The metric has no name.',
        'Write the name of the metric, or choose one of Istio with match.metric.',
      );
    }
    for (const [tag, override] of Object.entries(tagOverrides)) {
      checkTagOverride(tag, override, `${at}.tagOverrides.${tag}`, verdict);
    }
  });
}

function checkTagOverride(
  tag: string,
  { operation, value = '' }: MetricsOverridesTagOverride,
  path: string,
  verdict: WebhookVerdict,
): void {
  if (tag === '') {
    verdict.warning(path, 'The tag has no name.', 'Write the name of the tag.');
  }
  const remove = (operation as string | undefined) === 'REMOVE';
  if (!remove && value === '') {
    verdict.error(
      `${path}.value`,
      `The tag ${show(tag)} has no value.`,
      'Write a CEL expression such as request.host, or write operation: REMOVE.',
    );
  }
  if (remove && value !== '') {
    verdict.error(
      `${path}.value`,
      `The tag ${show(tag)} has operation: REMOVE and also a value.`,
      'Remove value, or remove operation so that the tag is set.',
    );
  }
}

function checkTracing(tracing: Tracing, path: string, verdict: WebhookVerdict): void {
  const { providers = [], randomSamplingPercentage = 0, customTags = {} } = tracing;
  if (providers.length > 1) {
    verdict.warning(
      `${path}.providers[1]`,
      `There are ${providers.length} tracing providers, but Istio supports only one.`,
      'Keep one of them.',
    );
  }
  checkProviders(providers, path, verdict);
  if (randomSamplingPercentage < 0 || randomSamplingPercentage > 100) {
    verdict.error(
      `${path}.randomSamplingPercentage`,
      `${randomSamplingPercentage} is not a percentage.`,
      'Write a number from 0 to 100.',
    );
  }
  for (const [tag, source] of Object.entries(customTags)) {
    checkCustomTag(tag, source, `${path}.customTags.${tag}`, verdict);
  }
}

/** The field that each source of a tag must have. */
const TAG_FIELDS = [
  ['literal', 'value'],
  ['header', 'name'],
  ['environment', 'name'],
] as const;

function checkCustomTag(tag: string, source: TracingCustomTag, path: string, verdict: WebhookVerdict): void {
  if (tag === '') {
    verdict.error(path, 'The tag has no name.', 'Write the name of the tag.');
  }
  for (const [from, field] of TAG_FIELDS) {
    const given = source[from] as Readonly<Record<string, string | undefined>> | undefined;
    if (given !== undefined && (given[field] ?? '') === '') {
      verdict.error(
        `${path}.${from}.${field}`,
        `The tag ${show(tag)} is taken from a ${from} without ${field}.`,
        `Write ${field}, or remove the tag.`,
      );
    }
  }
}

function checkAccessLogging({ providers, filter }: AccessLogging, path: string, verdict: WebhookVerdict): void {
  checkProviders(providers, path, verdict);
  const problem = filter === undefined ? undefined : celProblem(filter.expression ?? '');
  if (problem !== undefined) {
    verdict.error(
      `${path}.filter.expression`,
      problem,
      'Write an expression of CEL such as response.code >= 400, or remove filter.',
    );
  }
}

function checkProviders(providers: readonly ProviderRef[] = [], path: string, verdict: WebhookVerdict): void {
  providers.forEach(({ name }: { readonly name?: string }, i) => {
    if (name === undefined || name === '') {
      verdict.error(
        `${path}.providers[${i}].name`,
        'The provider has no name.',
        'Write the name of an extension provider of MeshConfig (extensionProviders[].name).',
      );
    }
  });
}
