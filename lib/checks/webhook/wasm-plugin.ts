import { checkPolicyTarget } from './shared/policy-target';
import { checkModule } from './wasm-plugin/module';
import { checkTrafficMatch } from './wasm-plugin/traffic-match';
import type { WebhookCheck } from './webhook-check';

export const wasmPlugin: WebhookCheck<'extensions.istio.io/WasmPlugin'> = {
  kind: 'extensions.istio.io/WasmPlugin',
  run({ spec }, verdict) {
    checkPolicyTarget(spec, verdict);
    checkModule(spec, 'spec', verdict);
    checkTrafficMatch(spec.match, verdict);
  },
};
