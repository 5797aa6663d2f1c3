// node gitlab-comment.mjs FILE: keeps one note of the merge request up to date. COMMENT_TOKEN is a token of the project with the scope api.
import { readFileSync } from 'node:fs';

const marker = '<!-- cdk8s-istio -->';
const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, COMMENT_TOKEN } = process.env;
const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;

async function api(method, url, content) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', 'private-token': COMMENT_TOKEN },
    body: content && JSON.stringify(content),
  });
  if (!response.ok) {
    throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

const { id: self } = await api('GET', `${CI_API_V4_URL}/user`);
let earlier;
for (let page = 1, found = [marker]; earlier === undefined && found.length > 0; page++) {
  found = await api('GET', `${notes}?per_page=100&page=${page}`);
  earlier = found.find(({ author, body }) => author.id === self && body.startsWith(marker));
}
const content = { body: `${marker}\n\n${readFileSync(process.argv[2], 'utf8')}` };
await (earlier === undefined ? api('POST', notes, content) : api('PUT', `${notes}/${earlier.id}`, content));
