// The regular expressions of Go and Envoy. The package holds a bundle of the library (tools/build.ts), so that it needs no dependency.
export { RE2JS } from 're2js';
