import { createHash } from 'node:crypto';
import type * as program from '../vendor/page';
import { PICTURE_STYLE } from '../report/picture-marks';
import type { DiffUnreadable } from '../report/diff-report';
import type { PageData } from './page-data';
import type { PageDiff } from './page-diff';
import { pageDiff } from './page-diff';
import type { PageSource } from './page-source';
import { pageSide } from './page-source';

/**
 * A mesh as a page in one file, which asks for nothing else: the picture, the objects, and a form that traces a request.
 *
 * Nothing from a manifest is run or loaded: the browser is told to take the program of the page and nothing besides, and the program writes what
 * manifests say as text.
 *
 * @param before what it is compared with: both are shown side by side, with what changes for requests, which is found here and not in the browser
 */
export function pageHtml(source: PageSource, before?: PageSource): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- half a megabyte that only a page needs
  const { pageProgram } = require('../vendor/page') as typeof program;
  const { script, style: ownStyle } = pageProgram();
  const style = `${PICTURE_STYLE.replace(/\n/g, '')}${ownStyle}`;
  const data: PageData = {
    ...pageSide(source),
    ...(before !== undefined && { before: pageSide(before), diff: diffOf(before, source) }),
  };
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Mesh</title>
<style>${style}</style>
</head>
<body>
<noscript>This page draws a mesh and traces requests in the browser, by a script that it holds. Allow scripts to see it.</noscript>
<script type="application/json" id="data">${asJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function diffOf(before: PageSource, after: PageSource): PageDiff {
  const missed = (side: 'before' | 'after', { unreadable = [] }: PageSource): readonly DiffUnreadable[] =>
    unreadable.map((each) => ({ ...each, side }));
  return pageDiff({ before, after }, [...missed('before', before), ...missed('after', after)]);
}

/** Without the character that begins a tag, whatever the manifests hold. */
function asJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
