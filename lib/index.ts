export * from './bridge/check';
export * from './bridge/externals';
export { IstioChecks } from './bridge/istio-checks';
export * from './bridge/istio-checks-settings';
export * from './bridge/istio-validation';
export * from './checks/check-settings';
export * from './checks/finding';
export * from './core/istio-version';
export { Severity } from './core/severity';
export * from './core/world';
export * from './kubernetes/namespace-like';
export * from './kubernetes/service-account-like';
export { ServiceAccountRef, ServiceAccountRefOptions } from './kubernetes/service-account-ref';
export * from './kubernetes/service-like';
export * from './kubernetes/service-port';
export { ServiceRef, ServiceRefOptions } from './kubernetes/service-ref';
export * from './kubernetes/workload-like';
export * from './networking';
export * from './patterns';
export * from './security';
export * from './telemetry';

/** What the generated kinds of all submodules are based on: a submodule of its own, because Go knows no circle between packages. */
export * as core from './core/typed-api-object';
export * as networking from '../imports/networking';
export * as security from '../imports/security';
export * as telemetryApi from '../imports/telemetry';
export * as extensions from '../imports/extensions';
export * as gatewayApi from '../imports/gateway-api';
