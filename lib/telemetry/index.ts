export { AccessLogging } from './access-logging';
export * from './custom-tag';
export * from './istio-metric';
export { Metrics, MetricsOverride } from './metrics';
export * from './tag-override';
export * from './telemetry';
export { Tracing } from './tracing';
