export { Access, AllowOptions } from './access';
export * from './authorization-action';
export * from './authorization-policy';
export * from './authorization-rule';
export { Condition } from './condition';
export { HttpOperationOptions, Operation } from './operation';
export { PolicyTarget } from './policy-target';
export { ServiceAccountSourceOptions, Source } from './source';
