/**
 * Reads `text/event-stream` as it comes in pieces (WHATWG HTML, “Server-sent events”).
 *
 * Purpose: the server's hints, wherever the network cuts them.
 * Invariants: the same text gives the same events however it is cut; what has not ended yet is kept back; fields
 * this client has no use for (`id`, `retry`, comments) are passed over.
 *
 *   piece ─▶ rest + piece ─▶ lines ─▶ event:, data: gathered ─ empty line ─▶ one event
 *                └── last line, not ended ──▶ rest
 */

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** @returns a function that takes the next piece of text and gives the events it completed */
export function createEventStreamReader(): (piece: string) => StreamEvent[] {
  let rest = '';
  let event = '';
  let data: string[] = [];
  return (piece) => {
    const events: StreamEvent[] = [];
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push({ event: event || 'message', data: data.join('\n') });
        event = '';
        data = [];
      } else {
        const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
        if (field === 'event') event = value ?? '';
        if (field === 'data') data.push(value ?? '');
      }
    }
    return events;
  };
}
