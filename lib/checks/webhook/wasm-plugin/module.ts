import type { VmConfig } from '../../../../imports/extensions';
import { show } from '../../../core/problems';
import { parseGoRequestUri, parseGoUrl } from '../../../schema/go-url';
import type { WebhookVerdict } from '../webhook-check';

/** Where a WebAssembly module comes from and how it runs, as WasmPlugin and TrafficExtension have it. */
export interface Module {
  readonly url?: string;
  readonly sha256?: string;
  readonly imagePullSecret?: string;
  readonly pluginName?: string;
  readonly vmConfig?: VmConfig;
}

const SCHEMES = ['', 'file', 'http', 'https', 'oci'];
const MAX_SECRET = 253;
const MAX_NAME = 256;

export function checkModule(module: Module, path: string, verdict: WebhookVerdict): void {
  const { url = '', sha256 = '', imagePullSecret = '', pluginName = '', vmConfig } = module;
  const problem = urlProblem(url);
  if (problem !== undefined) {
    verdict.error(
      `${path}.url`,
      problem,
      'Write an image (oci://registry.example/filter:1.0), a URL of http or https, or a file of the proxy (file:///filter.wasm).',
    );
  }
  if (sha256 !== '' && !/^[a-f0-9]{64}$/.test(sha256)) {
    verdict.error(
      `${path}.sha256`,
      `${show(sha256)} is not a SHA-256 checksum.`,
      'Write 64 digits of 0-9 and a-f, as sha256sum prints them.',
    );
  }
  checkLength(imagePullSecret, MAX_SECRET, `${path}.imagePullSecret`, verdict);
  checkLength(pluginName, MAX_NAME, `${path}.pluginName`, verdict);
  checkEnvironment(vmConfig, `${path}.vmConfig.env`, verdict);
}

function urlProblem(url: string): string | undefined {
  if (url === '') {
    return 'The module has no url.';
  }
  // A reference of an image has no scheme, and is read as a host and a path.
  const request = parseGoRequestUri(url);
  const parsed = request === undefined ? parseHost(url) : parseGoUrl(url) && request;
  if (parsed === undefined) {
    return `${show(url)} is not a URL.`;
  }
  return SCHEMES.includes(parsed.scheme)
    ? undefined
    : `${show(url)} has the scheme "${parsed.scheme}", which Istio does not support.`;
}

function parseHost(image: string): { scheme: string } | undefined {
  const url = `http://${image}`;
  return parseGoUrl(url) && parseGoRequestUri(url);
}

function checkLength(text: string, most: number, path: string, verdict: WebhookVerdict): void {
  const length = Buffer.byteLength(text);
  if (length > most) {
    verdict.error(path, `The name has ${length} characters.`, `Write at most ${most}.`);
  }
}

function checkEnvironment({ env = [] }: VmConfig = {}, path: string, verdict: WebhookVerdict): void {
  const seen = new Set<string>();
  env.forEach(
    ({ name = '', value = '', valueFrom = 'INLINE' }: { name?: string; value?: string; valueFrom?: string }, i) => {
      const at = `${path}[${i}]`;
      if (name === '') {
        verdict.error(`${at}.name`, 'The environment variable has no name.', 'Write its name.');
      }
      checkLength(name, MAX_NAME, `${at}.name`, verdict);
      if (seen.has(name)) {
        verdict.error(`${at}.name`, `The environment variable ${show(name)} is listed twice.`, 'Keep one of them.');
      }
      seen.add(name);
      if (valueFrom !== 'INLINE' && value !== '') {
        verdict.error(
          `${at}.value`,
          `The environment variable ${show(name)} has a value and takes it from ${valueFrom} too.`,
          'Remove value, or remove valueFrom.',
        );
      }
    },
  );
}
