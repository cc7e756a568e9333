import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenForHints, type Hints } from './hints.ts';

interface Connection {
  readonly url: string;
  readonly headers: unknown;
  readonly signal: AbortSignal;
  send(text: string): void;
  end(): void;
}

let connections: Connection[];
let hints: Hints | null;
let status: number;
/** What the server says at once. */
let greeting: string;
const heads: number[] = [];
const turns: boolean[] = [];
const encoder = new TextEncoder();
/** Of the machine’s time: on a busy one a second is soon over. */
const patience = { timeout: 60_000 };

beforeEach(() => {
  vi.useFakeTimers();
  connections = [];
  hints = null;
  status = 200;
  greeting = headOf(1);
  heads.length = 0;
  turns.length = 0;
  vi.stubGlobal('fetch', connect);
});
afterEach(() => {
  hints?.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server that keeps the stream open until the test ends it. */
async function connect(url: string, init: { headers: unknown; signal: AbortSignal }): Promise<Response> {
  const stream = new TransformStream<Uint8Array, Uint8Array>();
  const writer = stream.writable.getWriter();
  if (greeting !== '') void writer.write(encoder.encode(greeting)).catch(() => undefined);
  init.signal.addEventListener('abort', () => void writer.abort(init.signal.reason).catch(() => undefined));
  connections.push({
    ...{ url, headers: init.headers, signal: init.signal },
    send: (text) => void writer.write(encoder.encode(text)).catch(() => undefined),
    end: () => void writer.close().catch(() => undefined),
  });
  return new Response(stream.readable, { status });
}

const headOf = (head: number) => `event: head\ndata: {"epoch":"e","head":${head}}\n\n`;
const listen = (token: () => Promise<string | null> = async () => 'token') => {
  hints = listenForHints({
    serverUrl: 'http://127.0.0.1:7480',
    token,
    onHead: (head) => heads.push(head),
    onTurn: (isOpen) => turns.push(isOpen),
  });
  return hints;
};

test('the stream is asked for with the device’s token, and its heads are told', async () => {
  const opened = listen();
  await vi.waitFor(() => expect(opened.isOpen()).toBe(true), patience);
  expect(connections).toMatchObject([
    { url: 'http://127.0.0.1:7480/api/v1/sync/events', headers: { authorization: 'Bearer token' } },
  ]);
  connections[0]?.send(headOf(4).slice(0, 20));
  connections[0]?.send(headOf(4).slice(20) + headOf(7));
  await vi.waitFor(() => expect(heads).toEqual([1, 4, 7]), patience);
});

test('what is no head is passed over, and the stream goes on', async () => {
  listen();
  await vi.waitFor(() => expect(connections).toHaveLength(1), patience);
  connections[0]?.send(
    'data: no json\n\nevent: head\ndata: {"head":"x"}\n\nevent: other\ndata: {"epoch":"e","head":1}\n\n',
  );
  connections[0]?.send(`: alive\n\n${headOf(9)}`);
  await vi.waitFor(() => expect(heads).toEqual([1, 9]), patience);
});

test('a stream that ended is opened again, soon', async () => {
  const opened = listen();
  await vi.waitFor(() => expect(opened.isOpen()).toBe(true), patience);
  connections[0]?.end();
  await vi.waitFor(() => expect(opened.isOpen()).toBe(false), patience);
  await vi.advanceTimersByTimeAsync(1_200);
  expect(connections).toHaveLength(2);
  expect(opened.isOpen()).toBe(true);
  expect(turns).toEqual([true, false, true]);
});

test('a portal’s page is no stream: it is asked ever more rarely, and no turn is told', async () => {
  greeting = '<html>Please sign in</html>';
  const opened = listen();
  const ending = setInterval(() => connections.at(-1)?.end(), 10);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  clearInterval(ending);
  expect(opened.isOpen()).toBe(false);
  expect(turns).toEqual([]);
  expect(connections.length).toBeLessThan(200);
});

test('a stream without a sign of life for 45 seconds is given up and opened again', async () => {
  const opened = listen();
  await vi.waitFor(() => expect(opened.isOpen()).toBe(true), patience);
  await vi.advanceTimersByTimeAsync(40_000);
  connections[0]?.send(': alive\n\n');
  await vi.advanceTimersByTimeAsync(44_000);
  expect(connections[0]?.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(connections[0]?.signal.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(connections).toHaveLength(2);
});

test('a server that never answers is given up after 45 seconds too', async () => {
  const signals: AbortSignal[] = [];
  vi.stubGlobal('fetch', (_url: string, { signal }: { signal: AbortSignal }) => {
    signals.push(signal);
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  });
  const opened = listen();
  await vi.advanceTimersByTimeAsync(44_000);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(opened.isOpen()).toBe(false);
});

test('a server that refuses is asked again, ever more rarely, up to half a minute', async () => {
  status = 503;
  const opened = listen();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(opened.isOpen()).toBe(false);
  // The longest wait is 30.2 s; without one there would be thousands.
  expect(connections.length).toBeGreaterThan(19);
  expect(connections.length).toBeLessThan(200);
});

test('without a token there is no stream, but one is looked for again', async () => {
  let token: string | null = null;
  const opened = listen(async () => token);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connections).toHaveLength(0);
  token = 'new';
  await vi.waitFor(() => expect(opened.isOpen()).toBe(true), patience);
  expect(connections).toHaveLength(1);
});

test('once stopped it neither listens nor opens another', async () => {
  const opened = listen();
  await vi.waitFor(() => expect(opened.isOpen()).toBe(true), patience);
  opened.stop();
  expect(connections[0]?.signal.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(connections).toHaveLength(1);
});
