/**
 * Frames: how the outbox journal lies on the disk.
 *
 * Purpose: after a power cut or a bad sector what is whole is found again, and what is not is told.
 * Invariants: a frame is taken only where its checksum fits its length and content; what is damaged costs no sound
 * frame before or behind it. The mark is no text: no UTF-8 has it.
 *
 *   mark (4 bytes) │ length (4) │ CRC-32 of length and content (4) │ content
 *   sound ──▶ taken     damaged, a sound one behind it ──▶ skipped     damaged up to the end ──▶ torn: never was
 */
import { crc32 } from '../sync/wire/body-checksum.ts';

const mark = Uint8Array.of(0xc7, 0x43, 0x52, 0x4a);
const headBytes = 12;

export interface FramesRead {
  readonly contents: readonly Uint8Array[];
  /** Damaged stretches with a sound frame behind them. */
  readonly skipped: number;
  /** The end is no whole frame: a write was cut off. */
  readonly isTorn: boolean;
}

export function frameOf(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(headBytes + content.length);
  const view = new DataView(frame.buffer);
  frame.set(mark);
  view.setUint32(4, content.length);
  frame.set(content, headBytes);
  view.setUint32(8, sumOf(view, content));
  return frame;
}

/** Never throws, whatever the bytes. */
export function readFrames(bytes: Uint8Array): FramesRead {
  const contents: Uint8Array[] = [];
  let skipped = 0;
  let isSound = true;
  for (let at = 0; at < bytes.length;) {
    const content = contentAt(bytes, at);
    if (!content) {
      isSound = false;
      at = nextMark(bytes, at + 1);
      continue;
    }
    if (!isSound) skipped += 1;
    isSound = true;
    contents.push(content);
    at += headBytes + content.length;
  }
  return { contents, skipped, isTorn: !isSound };
}

function contentAt(bytes: Uint8Array, at: number): Uint8Array | null {
  if (bytes.length - at < headBytes || !mark.every((byte, index) => bytes[at + index] === byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
  const length = view.getUint32(4);
  if (length > view.byteLength - headBytes) return null;
  const content = bytes.subarray(at + headBytes, at + headBytes + length);
  return view.getUint32(8) === sumOf(view, content) ? content : null;
}

function sumOf(frame: DataView, content: Uint8Array): number {
  return crc32(content, crc32(new Uint8Array(frame.buffer, frame.byteOffset + 4, 4)));
}

/** Where the next frame may begin; the length of all where none does. */
function nextMark(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(mark[0] as number, from);
    at >= 0;
    at = bytes.indexOf(mark[0] as number, at + 1)
  ) {
    if (mark.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return bytes.length;
}
