/** A line that stops at a push of one's choice, so that a test knows what had arrived when it kills somebody. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoppedLine {
  /** Where the desk finds the server. */
  readonly url: string;
  /**
   * The nth push from now is the last thing that is heard of pushes until `open`. @param where whether it is `kept`
   * from the server, or `unanswered`: the server has done what it asks. @returns resolves once it is so far
   */
  stop(nth: number, where: 'kept' | 'unanswered'): Promise<void>;
  open(): void;
  close(): Promise<void>;
}

const pushPath = '/api/v1/sync/push';

/** @param port of the server, on this machine */
export async function openStoppedLine(port: number): Promise<StoppedLine> {
  const held = new Set<ServerResponse>();
  let stopAt: { left: number; readonly where: 'kept' | 'unanswered'; readonly reached: () => void } | null =
    null;

  function pass(asked: IncomingMessage, answer: ServerResponse): void {
    const isPush = asked.url === pushPath && asked.method === 'POST';
    if (!isPush || !stopAt) return forward(asked, answer);
    stopAt.left -= 1;
    if (stopAt.left > 0) return forward(asked, answer);
    held.add(answer);
    const { left, where, reached } = stopAt;
    if (left === 0 && where === 'unanswered') return forward(asked, null, reached);
    asked.resume();
    asked.on('end', reached);
  }

  /** @param answer null: nobody hears it, and `done` is called */
  function forward(asked: IncomingMessage, answer: ServerResponse | null, done?: () => void): void {
    const { method, url, headers } = asked;
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (got) => {
      if (!answer) return void got.resume().on('end', () => done?.());
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.on('error', () => answer.destroy());
      got.pipe(answer);
    });
    onward.on('error', () => answer?.destroy());
    answer?.on('close', () => onward.destroy());
    asked.pipe(onward);
  }

  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: (nth, where) =>
      new Promise((resolve) => {
        stopAt = { left: nth, where, reached: resolve };
      }),
    open() {
      stopAt = null;
      for (const answer of held) answer.destroy();
      held.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
