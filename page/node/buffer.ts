/* The few uses of Node's Buffer that are in the code of traces. */

type Encoding = 'utf8' | 'base64' | 'base64url' | 'latin1';

class Bytes extends Uint8Array {
  public override toString(encoding: Encoding = 'utf8'): string {
    if (encoding === 'utf8') {
      return new TextDecoder().decode(this);
    }
    const binary = [...this].map((byte) => String.fromCharCode(byte)).join('');
    if (encoding === 'latin1') {
      return binary;
    }
    const text = btoa(binary);
    return encoding === 'base64' ? text : text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
}

const from = (value: string | readonly number[], encoding: Encoding = 'utf8'): Bytes => {
  if (typeof value !== 'string') {
    return new Bytes(value);
  }
  if (encoding === 'utf8') {
    return new Bytes(new TextEncoder().encode(value));
  }
  const plain = value
    .replace(/-/g, '+')
    .replace(/_/g, '/')
    .replace(/[^A-Za-z0-9+/]/g, '');
  const binary = encoding === 'latin1' ? value : atob(plain.slice(0, plain.length % 4 === 1 ? -1 : undefined));
  return new Bytes([...binary].map((each) => each.charCodeAt(0)));
};

export const Buffer = { from, byteLength: (text: string): number => new TextEncoder().encode(text).length };
