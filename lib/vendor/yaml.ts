// The package holds a bundle of the library (tools/build.ts), so that it needs no dependency.
export * from 'js-yaml';
