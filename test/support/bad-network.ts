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
  | 'cut'
  /** Requests break off in the middle. */
  | 'cutUp'
  /** Of three requests one never arrives, and of one the answer is lost: the server did what it was asked. */
  | 'lossy'
  /** A connection that is half open: it is made, and nothing ever comes back. What it swallowed stays swallowed. */
  | 'silent'
  /** In each request, or each answer, one bit of one digit is another, and the JSON as whole as before. */
  | 'flippedUp'
  | 'flippedDown'
  /** The second half of each request, or each answer, is missing, and the length that is told is the half's. */
  | 'halfUp'
  | 'halfDown';

export interface BadNetwork {
  /** Where the desk finds the server. */
  readonly url: string;
  /** Streams that are open break with the change. */
  become(weather: Weather): void;
  close(): Promise<void>;
}

const slowMs = 3_000;
const portalPage = '<!doctype html><title>Wi-Fi</title><p>请登录无线网络</p>';

type Spoil = (body: Buffer, nth: number) => Buffer;
const spoilUp: Partial<Record<Weather, Spoil>> = { flippedUp: flipped, halfUp: half };
const spoilDown: Partial<Record<Weather, Spoil>> = { flippedDown: flipped, halfDown: half };

/** @param port of the server, on this machine */
export async function openBadNetwork(port: number): Promise<BadNetwork> {
  let weather: Weather = 'good';
  let count = 0;
  const open = new Set<ServerResponse>();

  function pass(asked: IncomingMessage, answer: ServerResponse): void {
    const now = weather;
    const nth = (count += 1);
    if (now === 'silent') return void asked.resume();
    open.add(answer);
    answer.on('close', () => open.delete(answer));
    if (now === 'portal') {
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(portalPage);
      return;
    }
    if (now === 'lossy' && nth % 3 === 1) return void answer.destroy();
    const { method, url, headers } = asked;
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (got) => {
      const isStream = got.headers['content-type']?.startsWith('text/event-stream') === true;
      if (isStream && now === 'held') return void got.resume();
      if (isStream) return forward(got, answer, false);
      if (now === 'lossy' && nth % 3 === 2) return void answer.destroy();
      const spoil = spoilDown[now];
      if (spoil)
        return void got.toArray().then((pieces) => sendSpoilt(got, answer, spoil(joined(pieces), nth)));
      setTimeout(() => forward(got, answer, now === 'cut'), now === 'slow' ? slowMs : 0);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    const spoil = spoilUp[now];
    if (!spoil && now !== 'cutUp') return void asked.pipe(onward);
    void asked.toArray().then((pieces) => {
      const body = spoil ? spoil(joined(pieces), nth) : half(joined(pieces));
      if (spoil) onward.setHeader('content-length', body.length).end(body);
      else onward.write(body, () => onward.destroy(new Error('cut')));
    });
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

const joined = (pieces: unknown[]) => Buffer.concat(pieces as Buffer[]);

function sendSpoilt(
  { statusCode = 502, headers }: IncomingMessage,
  answer: ServerResponse,
  body: Buffer,
): void {
  answer.writeHead(statusCode, { ...headers, 'content-length': body.length }).end(body);
}

function half(body: Buffer): Buffer {
  return body.subarray(0, Math.floor(body.length / 2));
}

/** A digit stays a digit, so that nothing but its value tells; another one each time. */
function flipped(body: Buffer, nth: number): Buffer {
  const digits = [...body.keys()].filter((at) => /\d/.test(String.fromCharCode(body[at] ?? 0)));
  const at = digits[(nth * 7) % digits.length];
  return Buffer.from(body.map((byte, index) => (index === at ? byte ^ 1 : byte)));
}
