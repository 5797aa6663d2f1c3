import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** The part of an API of GitHub that reads and writes comments of one pull request, shop/mesh#7. */
export class CommentsServer {
  public static async start(comments: Comment[] = []): Promise<CommentsServer> {
    const server = new CommentsServer(comments);
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** What was asked, as method and path. */
  public readonly requests: string[] = [];
  /** Whether the token may only read, as that of a pull request from a fork. */
  public readOnly = false;

  private readonly server = createServer((request, response) => {
    void this.answer(request).then(([status, content]) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    });
  });

  private constructor(public readonly comments: Comment[]) {}

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<[number, unknown]> {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    this.requests.push(`${request.method} ${pathname}`);
    if (request.headers.authorization !== 'Bearer the-token') {
      return [401, { message: 'Bad credentials' }];
    }
    if (request.method === 'GET' && pathname === '/repos/shop/mesh/issues/7/comments') {
      const [page, size] = ['page', 'per_page'].map((name) => Number(searchParams.get(name)));
      return [200, this.comments.slice((page - 1) * size, page * size)];
    }
    if (this.readOnly) {
      return [403, { message: 'Resource not accessible by integration' }];
    }
    let text = '';
    for await (const part of request) {
      text += String(part);
    }
    const { body } = JSON.parse(text) as { body: string };
    if (request.method === 'POST' && pathname === '/repos/shop/mesh/issues/7/comments') {
      const comment = { id: this.comments.length + 1, user: { login: 'github-actions[bot]' }, body };
      this.comments.push(comment);
      return [201, comment];
    }
    const comment = this.comments.find(({ id }) => pathname === `/repos/shop/mesh/issues/comments/${id}`);
    if (request.method === 'PATCH' && comment !== undefined) {
      comment.body = body;
      return [200, comment];
    }
    return [404, { message: 'Not Found' }];
  }
}
