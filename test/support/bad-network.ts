/** What may stand between a desk and its server besides a cable that is cut: a portal, a proxy, a line that is slow. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Weather =
  | 'good'
  /** A captive portal: whatever is asked, its own page, with status 200. */
  | 'portal'
  /** A proxy that wants the whole of an answer before it passes any of it on: of a stream nothing ever comes. */
  | 'held'
  /** Three seconds for each answer. */
  | 'slow'
  /** Answers break off in the middle, though their length was told. */
  | 'cut';

export interface BadNetwork {
  /** Where the desk finds the server. */
  readonly url: string;
  /** Streams that are open break with the change. */
  become(weather: Weather): void;
  close(): Promise<void>;
}

const slowMs = 3_000;
const portalPage = '<!doctype html><title>Wi-Fi</title><p>请登录无线网络</p>';

/** @param port of the server, on this machine */
export async function openBadNetwork(port: number): Promise<BadNetwork> {
  let weather: Weather = 'good';
  const open = new Set<ServerResponse>();

  function pass(asked: IncomingMessage, answer: ServerResponse): void {
    const now = weather;
    open.add(answer);
    answer.on('close', () => open.delete(answer));
    if (now === 'portal') {
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(portalPage);
      return;
    }
    const { method, url, headers } = asked;
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (got) => {
      const isStream = got.headers['content-type']?.startsWith('text/event-stream') === true;
      if (now === 'held' && isStream) return void got.resume();
      setTimeout(() => forward(got, answer, now === 'cut' && !isStream), now === 'slow' ? slowMs : 0);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }

  const server = createServer(pass);
  await listening(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become(next) {
      weather = next;
      for (const answer of open) answer.destroy();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(got: IncomingMessage, answer: ServerResponse, isCut: boolean): void {
  answer.writeHead(got.statusCode ?? 502, got.headers);
  if (!isCut) return void got.pipe(answer);
  got.once('data', (piece: Buffer) => {
    answer.write(piece.subarray(0, Math.ceil(piece.length / 2)));
    // Once that much is on its way.
    setTimeout(() => answer.destroy(), 50);
  });
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
