/** Listens to the server's event stream: news of the head, so that a pull need not wait for its turn. */
import { createEventStreamReader } from '../../shared/sync/wire/event-stream.ts';
import { headEvent } from '../../shared/sync/wire/protocol.ts';

export interface Hints {
  /** Whether the stream is open and was heard: without it the loop asks more often. */
  isOpen(): boolean;
  stop(): void;
}

export interface HintsDeps {
  /** Of the server, without a slash at the end. */
  readonly serverUrl: string;
  /** Asked at each connection, since a renewal changes it. */
  token(): Promise<string | null>;
  onHead(head: number): void;
  /** The stream was heard for the first time, or ended after that: mostly the network came or went. */
  onTurn(isOpen: boolean): void;
}

/** The server sends a sign of life every 20 s. */
const silentMs = 45_000;
const reconnectMs = { first: 1_000, last: 30_000 } as const;

export function listenForHints({ serverUrl, token, onHead, onTurn }: HintsDeps): Hints {
  let isOpen = false;
  let stopped = false;
  let connection = new AbortController();

  async function run() {
    for (let failures = 0; !stopped;) {
      connection = new AbortController();
      await listenOnce().catch(() => undefined);
      // A portal's page, or a proxy that holds the stream back, is no better than none at all.
      failures = isOpen ? 0 : failures + 1;
      turn(false);
      const ceiling = Math.min(reconnectMs.last, reconnectMs.first * 2 ** failures);
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * ceiling));
    }
  }

  function turn(next: boolean) {
    if (isOpen === next) return;
    isOpen = next;
    if (!stopped) onTurn(next);
  }

  async function listenOnce(): Promise<void> {
    const bearer = await token();
    if (bearer === null || serverUrl === '') return;
    let silence = setTimeout(() => connection.abort(), silentMs);
    try {
      const response = await fetch(`${serverUrl}/api/v1/sync/events`, {
        headers: { authorization: `Bearer ${bearer}` },
        cache: 'no-store',
        signal: connection.signal,
      });
      if (!response.ok || !response.body) return;
      const read = createEventStreamReader();
      const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value, done } = await pieces.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(() => connection.abort(), silentMs);
        for (const event of read(value)) {
          const head = headEvent.safeParse(parseJson(event.data));
          if (event.event !== 'head' || !head.success) continue;
          turn(true);
          onHead(head.data.head);
        }
      }
    } finally {
      clearTimeout(silence);
    }
  }

  void run();
  return {
    isOpen: () => isOpen,
    stop() {
      stopped = true;
      connection.abort();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
