import { checkPolicyTarget } from './shared/policy-target';
import { checkModule } from './wasm-plugin/module';
import { checkTrafficMatch } from './wasm-plugin/traffic-match';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck } from './webhook-check';

export const wasmPlugin: WebhookCheck<'extensions.istio.io/WasmPlugin'> = {
  name: 'wasm-plugin',
  mirrors: 'ValidateWasmPlugin',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'extensions.istio.io/WasmPlugin',
  run({ spec }, verdict) {
    checkPolicyTarget(spec, verdict);
    checkModule(spec, 'spec', verdict);
    checkTrafficMatch(spec.match, verdict);
  },
};
