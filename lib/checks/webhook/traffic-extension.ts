import { checkPolicyTarget } from './shared/policy-target';
import { checkModule } from './wasm-plugin/module';
import { checkTrafficMatch } from './wasm-plugin/traffic-match';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck, WebhookVerdict } from './webhook-check';

const MAX_CODE = 65536;

export const trafficExtension: WebhookCheck<'extensions.istio.io/TrafficExtension'> = {
  name: 'traffic-extension',
  mirrors: 'ValidateTrafficExtension',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'extensions.istio.io/TrafficExtension',
  run({ spec }, verdict) {
    const { wasm, lua } = spec;
    checkPolicyTarget(spec, verdict);
    if (wasm === undefined && lua === undefined) {
      verdict.error(
        'spec',
        'The extension has neither wasm nor lua, so there is nothing to run.',
        'Write one of them: wasm with the url of a module, or lua with inlineCode.',
      );
    }
    if (wasm !== undefined) {
      checkModule(wasm, 'spec.wasm', verdict);
    }
    if (lua !== undefined) {
      checkLua(lua, verdict);
    }
    checkTrafficMatch(spec.match, verdict);
  },
};

function checkLua({ inlineCode = '' }: { readonly inlineCode?: string }, verdict: WebhookVerdict): void {
  const length = Buffer.byteLength(inlineCode);
  if (length === 0) {
    verdict.error(
      'spec.lua.inlineCode',
      'There is no code to run.',
      'Write a function envoy_on_request(request_handle) or envoy_on_response(response_handle).',
    );
  }
  if (length > MAX_CODE) {
    verdict.error(
      'spec.lua.inlineCode',
      `The code has ${length} bytes.`,
      `Write at most ${MAX_CODE}, or use a WebAssembly module.`,
    );
  }
}
