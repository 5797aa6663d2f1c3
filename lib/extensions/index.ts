export * from './traffic-extension';
export { TrafficMatch } from './traffic-match';
export { WasmModule } from './wasm-module';
export * from './wasm-plugin';
