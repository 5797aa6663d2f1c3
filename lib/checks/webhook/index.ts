import { authorizationPolicy } from './authorization-policy';
import { envoyFilter } from './envoy-filter';
import { peerAuthentication } from './peer-authentication';
import { requestAuthentication } from './request-authentication';
import { telemetry } from './telemetry';
import { trafficExtension } from './traffic-extension';
import { wasmPlugin } from './wasm-plugin';
import { gateway } from './gateway';
import { virtualService } from './virtual-service';
import { destinationRule } from './destination-rule';
import { proxyConfig } from './proxy-config';
import { serviceEntry } from './service-entry';
import { sidecar } from './sidecar';
import { workloadEntry } from './workload-entry';
import { workloadGroup } from './workload-group';
import type { WebhookCheck } from './webhook-check';

/** One for each kind that the webhook looks at. */
export const WEBHOOK_CHECKS: readonly WebhookCheck[] = [
  authorizationPolicy,
  envoyFilter,
  peerAuthentication,
  requestAuthentication,
  telemetry,
  trafficExtension,
  wasmPlugin,
  gateway,
  virtualService,
  destinationRule,
  proxyConfig,
  serviceEntry,
  sidecar,
  workloadEntry,
  workloadGroup,
];
