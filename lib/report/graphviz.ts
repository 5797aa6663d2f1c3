import { pathToFileURL } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type * as library from '../vendor/graphviz';

/*
 * Graphviz is WebAssembly, which is compiled asynchronously, and pictures are written synchronously: it runs in a thread of its own, and whoever asks
 * waits. Of the libraries measured for a mesh of 1,000 services in 50 namespaces (2,202 nodes, 3,601 edges; processor time), namespace by namespace:
 * Graphviz 1 s, dagre 5.5 s; all at once: Graphviz 19 s, dagre and ELK (elkjs) more than 20 s. It takes 0.8 MB; ELK 1.6 MB, dagre 0.05 MB.
 */
const THREAD = `
const { workerData: { library, texts, port, done } } = require('node:worker_threads');
const tell = (message) => {
  port.postMessage(message);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
};
import(library)
  .then((loaded) => (loaded.Graphviz ?? loaded.default.Graphviz).load())
  .then((graphviz) => tell({ layouts: texts.map((text) => graphviz.layout(text, 'json0', 'dot')) }))
  .catch((error) => tell({ error: String(error && error.message ? error.message : error) }));
`;

/** Longer than this nobody waits for a picture. Milliseconds. */
const LIMIT = 300_000;

/**
 * Where Graphviz puts the nodes and edges of graphs.
 *
 * @param texts in its language
 * @returns its JSON of each
 */
export function layOut(texts: readonly string[]): readonly unknown[] {
  if (texts.length === 0) {
    return [];
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only pictures need it
  const { GRAPHVIZ } = require('../vendor/graphviz') as typeof library;
  const done = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { library: pathToFileURL(GRAPHVIZ).href, texts, port: port2, done },
    transferList: [port2],
    execArgv: [],
  });
  worker.unref();
  Atomics.wait(done, 0, 0, LIMIT);
  const { message } = (receiveMessageOnPort(port1) ?? {}) as {
    message?: { readonly layouts?: readonly string[]; readonly error?: string };
  };
  port1.close();
  void worker.terminate();
  if (message?.layouts === undefined) {
    throw new Error(`Graphviz does not lay out the picture: ${message?.error ?? 'it takes too long'}`);
  }
  return message.layouts.map((text) => JSON.parse(text) as unknown);
}
