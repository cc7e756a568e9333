/** A page that only a reload can help reloads by itself, where nobody loses a word by it. */
import { useEffect, useRef } from 'react';
import { useBridge } from '../data/bridge-context.tsx';
import type { Bridge } from '../data/bridge.ts';
import { useNow } from '../data/hooks.ts';
import { whenSaved } from '../ui/notices.ts';

const againMs = 15_000;

export function useReloadByItself(isWanted: boolean, reload = () => window.location.reload()): void {
  const { shell } = useBridge();
  const now = useNow(againMs);
  const latest = useRef(reload);
  useEffect(() => {
    if (!isWanted) return;
    let isStill = true;
    void mayReload(shell).then((may) => {
      if (may && isStill) latest.current();
    });
    return () => {
      isStill = false;
    };
  }, [isWanted, shell, now]);
}

async function mayReload(shell: Bridge['shell']): Promise<boolean> {
  if (hasReloadedLately(sessionStorage, Date.now())) return false;
  await whenSaved();
  // What kept the application for a day without a network went with the database.
  if (isAnythingTyped(document) || (shell === 'browser' && !(await isServed()))) return false;
  // Asked last: who began to type meanwhile goes on.
  return !isAnythingTyped(document) && noteReload(sessionStorage, Date.now());
}

const typedInto =
  'textarea, input:not([type]), input:is([type=text], [type=search], [type=tel], [type=number])';
const typedToo = 'input:is([type=email], [type=url], [type=password])';

/** Drafts would come back by themselves, but not what is in a field that knows none: any text counts. */
export function isAnythingTyped(page: ParentNode): boolean {
  const fields = page.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`${typedInto}, ${typedToo}`);
  return [...fields].some((field) => field.value !== '' && !field.readOnly);
}

async function isServed(): Promise<boolean> {
  try {
    return (await fetch('/', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

const noteName = 'crdesk-reloaded-at';
/** A reload that did not help is not tried again and again under a person's hands. */
const leastMs = 60_000;

function hasReloadedLately(storage: Storage, now: number): boolean {
  return now - Number(storage.getItem(noteName) ?? 0) < leastMs;
}

/** @returns whether it is noted: without it, it would know no end */
function noteReload(storage: Storage, now: number): boolean {
  try {
    storage.setItem(noteName, String(now));
    return true;
  } catch {
    return false;
  }
}
