import { parseGoAddress } from './go-address';

/** What a text of a format must be, and how Kubernetes finds out. */
export interface Format {
  readonly words: string;
  is(text: string): boolean;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;

export const FORMATS: Readonly<Record<string, Format>> = {
  byte: { words: 'text in base64', is: (text) => BASE64.test(text) },
  ipv4: { words: 'an IPv4 address', is: (text) => text.includes('.') && isSloppyAddress(text) },
  ipv6: { words: 'an IPv6 address', is: (text) => text.includes(':') && isAddress(text) },
};

function isAddress(text: string): boolean {
  return parseGoAddress(text)?.zone === '';
}

/** Kubernetes has always taken leading zeros in an IPv4 address. */
function isSloppyAddress(text: string): boolean {
  return isAddress(text.replace(/(^|[.:])0+(?=\d{1,3}(?:\.|$))/g, '$1'));
}
