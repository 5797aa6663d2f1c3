/** Up to 999. */
const NUMBER = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** An IP address in parts, as Go's `netip.ParseAddr` reads it. */
interface GoAddress {
  readonly family: 4 | 6;
  /** Empty where there is none. */
  readonly zone: string;
  /** Eight numbers of 16 bits, of an IPv6 address. */
  readonly groups: readonly number[];
}

/** The address that a text is, or undefined where Go would reject it. */
export function parseGoAddress(text: string): GoAddress | undefined {
  const first = /[.:%]/.exec(text)?.[0];
  if (first === '.') {
    return ipv4(text) === undefined ? undefined : { family: 4, zone: '', groups: [] };
  }
  if (first !== ':') {
    return undefined;
  }
  const percent = text.indexOf('%');
  const zone = percent < 0 ? '' : text.slice(percent + 1);
  if (percent >= 0 && zone === '') {
    return undefined;
  }
  const groups = ipv6(percent < 0 ? text : text.slice(0, percent));
  return groups && { family: 6, zone, groups };
}

/** Whether this is an IP address as Go's `netip.ParseAddr` reads them: no leading zeros, and IPv6 may have a zone. */
export function isGoAddress(text: string): boolean {
  return parseGoAddress(text) !== undefined;
}

/** Whether this is a range of addresses as Go's `netip.ParsePrefix` reads them. */
export function isGoPrefix(text: string): boolean {
  const slash = text.lastIndexOf('/');
  const address = slash < 0 ? undefined : parseGoAddress(text.slice(0, slash));
  const bits = text.slice(slash + 1);
  return address?.zone === '' && NUMBER.test(bits) && Number(bits) <= (address.family === 4 ? 32 : 128);
}

/** Whether this is an IPv6 address that stands for an IPv4 address: `::ffff:10.0.0.1`. */
export function isMapped({ family, groups }: GoAddress): boolean {
  return family === 6 && groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}

/** As two groups. */
function ipv4(text: string): number[] | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => NUMBER.test(octet) && Number(octet) <= 255)) {
    return undefined;
  }
  const [a, b, c, d] = octets.map(Number);
  return [a * 256 + b, c * 256 + d];
}

function ipv6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const [before, after] = halves.map((half, i) => part(half, i === halves.length - 1));
  if (before === undefined || halves.length === 1) {
    return before?.length === 8 ? before : undefined;
  }
  const zeros = 8 - before.length - (after?.length ?? 8);
  return after === undefined || zeros < 1 ? undefined : [...before, ...new Array<number>(zeros).fill(0), ...after];
}

/** Groups with colons between them; the last may be an IPv4 address where it ends the whole. */
function part(text: string, last: boolean): number[] | undefined {
  const groups: number[] = [];
  const words = text === '' ? [] : text.split(':');
  for (const [i, word] of words.entries()) {
    const embedded = last && i === words.length - 1 && word.includes('.') ? ipv4(word) : undefined;
    if (embedded !== undefined) {
      groups.push(...embedded);
    } else if (GROUP.test(word)) {
      groups.push(parseInt(word, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}
