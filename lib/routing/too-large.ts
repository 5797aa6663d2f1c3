import type { Request } from './call';
import type { Failure } from './failure';
import { closed, failure } from './failure';

/** Envoy's limits, which istiod leaves as they are (api/envoy/extensions/filters/network/http_connection_manager/v3: max_request_headers_kb; max_headers_count). */
const MOST_BYTES = 60 * 1024;
const MOST_HEADERS = 100;

/** Whether the address and headers of a request are more than a proxy reads (source/common/http/http1/codec_impl.cc: checkMaxHeadersSize). */
export function isTooLarge({ authority = '', path, headers, version }: Request): boolean {
  const sent = headers.filter(([, , note]) => note === undefined);
  const lines = [['host', authority], ...sent];
  const size = lines.reduce((sum, [name, value]) => sum + name.length + value.length, path.length);
  return size > MOST_BYTES || (version !== '2' && lines.length > MOST_HEADERS);
}

export function tooLarge({ version }: Request): Failure {
  return version === '2' ? closed('HeadersTooLarge', { flags: undefined }) : failure('HeadersTooLarge');
}
