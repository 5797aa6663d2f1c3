import { isObject } from '../core/is-object';
import type { Manifest } from './reading/mesh-object';

/** What the API server makes of a Secret: texts of `stringData` become data. */
export function secretContent({ data, stringData }: Manifest): Map<string, Buffer> {
  const read = (values: unknown, encoding: BufferEncoding): [string, Buffer][] =>
    Object.entries(isObject(values) ? values : {}).map(([key, value]) => [
      key,
      Buffer.from(typeof value === 'string' ? value : '', encoding),
    ]);
  return new Map([...read(data, 'base64'), ...read(stringData, 'utf8')]);
}

/** Pairs of keys that istiod takes for certificate and private key, in the order in which it looks for them. */
export const CERTIFICATE_KEYS = [
  ['cert', 'key'],
  ['tls.crt', 'tls.key'],
] as const;

/** The first block of a text in PEM, decoded; undefined where there is none. */
export function pemBlock(text: Buffer): Buffer | undefined {
  const block = /-----BEGIN ([^-\n]*)-----\r?\n([A-Za-z0-9+/=\s]+)-----END \1-----/.exec(text.toString('latin1'));
  return block === null ? undefined : Buffer.from(block[2], 'base64');
}
