import { useEffect, useRef, useState } from 'react';
import { useDesk } from '../../data/desk-context.tsx';
import type {
  RegisterAnswer,
  RegisterAsk,
  RegisterLine,
  RegisterMessage,
  RegisterReading,
} from './register-ask.ts';

export interface RegisterState {
  /** The latest answer, also while the next one is on its way; undefined before the first. */
  readonly reading: RegisterReading | undefined;
  readonly hasFailed: boolean;
}

/** The register of what is asked, live: from a worker, so that a year of visits holds up no key. */
export function useRegister(ask: RegisterAsk): RegisterState {
  const { db } = useDesk();
  const [state, setState] = useState<RegisterState>({ reading: undefined, hasFailed: false });
  const source = useRef<{ worker: Worker; askId: number } | null>(null);
  useEffect(() => {
    const worker = startWorker(db.name, (answer, askId) => {
      // An answer to what is no longer asked.
      if (answer && askId !== source.current?.askId) return;
      setState((before) => (answer ? { reading: answer, hasFailed: false } : { ...before, hasFailed: true }));
    });
    source.current = worker && { worker, askId: 0 };
    return () => {
      source.current = null;
      worker?.terminate();
    };
  }, [db]);
  const text = JSON.stringify(ask);
  useEffect(() => {
    const { current } = source;
    if (!current) return;
    current.askId += 1;
    const message = { type: 'ask', askId: current.askId, ask: JSON.parse(text) as RegisterAsk } as const;
    current.worker.postMessage(message satisfies RegisterMessage);
  }, [db, text]);
  return state;
}

/** @param hear null where the register could not be read @returns null where there are no workers */
function startWorker(
  databaseName: string,
  hear: (reading: RegisterReading | null, askId: number) => void,
): Worker | null {
  if (!('Worker' in globalThis)) {
    hear(null, 0);
    return null;
  }
  const worker = new Worker(new URL('./register-worker.ts', import.meta.url), {
    type: 'module',
    name: 'crdesk-register',
  });
  let lines: RegisterLine[] = [];
  worker.addEventListener('message', ({ data }: MessageEvent<RegisterAnswer>) => {
    if (data.type === 'failed') {
      lines = [];
      hear(null, 0);
    } else if (data.type === 'lines') lines.push(...data.lines);
    else {
      hear({ ...data.summary, lines }, data.askId);
      lines = [];
    }
  });
  worker.addEventListener('error', () => hear(null, 0));
  worker.postMessage({ type: 'open', databaseName } satisfies RegisterMessage);
  return worker;
}
