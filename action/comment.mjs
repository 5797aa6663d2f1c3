import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { input, setOutput } from './step.mjs';

/** Tells the result in the summary of the job, and in one comment of the pull request that later runs change. */

/** What GitHub takes of a comment, in characters, with some left for what is around it. */
const LONGEST = 65_000;
const FENCE = '``````';

const marker = `<!-- cdk8s-istio review: ${input('NAME').replaceAll('--', '- -')} -->`;
const folder = input('FOLDER');

function body(longest) {
  const changes = path.join(folder, 'changes.md');
  const findings = readFileSync(path.join(folder, 'findings.txt'), 'utf8').trimEnd();
  const summary = readFileSync(path.join(folder, 'summary.txt'), 'utf8');
  return [
    marker,
    `## ${input('NAME')}`,
    ...(existsSync(changes) ? [cut(readFileSync(changes, 'utf8').trimEnd(), longest / 2)] : []),
    `### Checks`,
    `${input('CHECK_CODE') === '0' ? '' : '**Failed.** '}${summary}`.trim(),
    ...(findings === summary
      ? []
      : [
          `<details><summary>The report</summary>`,
          `${FENCE}text\n${cut(findings, longest / 2)}\n${FENCE}`,
          '</details>',
        ]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The first lines of a text that is too long, with what they open closed. */
function cut(text, longest) {
  if (text.length <= longest) {
    return text;
  }
  const lines = text.slice(0, longest).split('\n').slice(0, -1);
  let fence = '';
  let folds = 0;
  for (const line of lines) {
    const ticks = /^ *(`{3,})/.exec(line)?.[1] ?? '';
    if (ticks !== '' && (fence === '' || ticks.length >= fence.length)) {
      fence = fence === '' ? ticks : '';
    }
    folds += (line.match(/<details/g)?.length ?? 0) - (line.match(/<\/details/g)?.length ?? 0);
  }
  return [
    ...lines,
    ...(fence === '' ? [] : [fence]),
    ...Array(Math.max(folds, 0)).fill('\n</details>'),
    '\n(The rest is in the summary of the job.)',
  ].join('\n');
}

async function api(method, url, content) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${input('TOKEN')}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(content !== undefined && { body: JSON.stringify(content) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${new URL(url).pathname}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** The comment of an earlier run. */
async function earlier(issue) {
  for (let page = 1; ; page++) {
    const comments = await api('GET', `${issue}/comments?per_page=100&page=${page}`);
    const found = comments.find((each) => each.user?.login === input('AUTHOR') && each.body?.startsWith(marker));
    if (found !== undefined || comments.length < 100) {
      return found;
    }
  }
}

const file = path.join(folder, 'comment.md');
writeFileSync(file, body(LONGEST));
setOutput('file', file);
appendFileSync(process.env.GITHUB_STEP_SUMMARY, body(Infinity));
if (input('COMMENT') === 'true' && input('PULL_REQUEST') !== '') {
  const repository = `${process.env.GITHUB_API_URL}/repos/${process.env.GITHUB_REPOSITORY}`;
  const issue = `${repository}/issues/${input('PULL_REQUEST')}`;
  try {
    const comment = await earlier(issue);
    const content = { body: readFileSync(file, 'utf8') };
    await (comment === undefined
      ? api('POST', `${issue}/comments`, content)
      : api('PATCH', `${repository}/issues/comments/${comment.id}`, content));
  } catch (error) {
    // The token of a pull request from a fork may only read.
    console.log(
      `::warning::The comment could not be written; the result is in the summary of the job. ${error.message.replaceAll(/\s+/g, ' ')}`,
    );
  }
}
