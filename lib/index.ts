export * from './core/istio-version';
export * from './core/mesh-settings';
export * from './core/typed-api-object';
export * from './kubernetes/namespace-like';
export * from './kubernetes/service-like';
export { ServiceRef, ServiceRefOptions, ServiceRefPort } from './kubernetes/service-ref';
export * from './kubernetes/workload-like';
export * from './networking';
export * from './patterns';

export * as networking from '../imports/networking';
export * as security from '../imports/security';
export * as telemetry from '../imports/telemetry';
export * as extensions from '../imports/extensions';
export * as gatewayApi from '../imports/gateway-api';
