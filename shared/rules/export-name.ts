/** What a file that leaves the application may be called, on every system that a desk runs on. */

/** The kinds of file that the application makes. */
export const exportKinds = ['xlsx', 'csv', 'json', 'crdesk'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** UTF-8 bytes of a name without its ending: file systems take 255, and Windows 260 characters of a whole path. */
const mostBytes = 180;
/** Nobody's: `< > : " / \ | ? *` of Windows, what is not to be seen, what turns the direction of writing, halves of a character. */
const forbidden = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Devices, to Windows, whatever ending follows. */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$/i;

/** @returns the kind that the name's ending says, null where it is none of ours */
export function exportKindOf(name: string): ExportKind | null {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  return exportKinds.find((kind) => kind === ending) ?? null;
}

/**
 * @param name whatever somebody called it, a person's words in it
 * @returns one name, no path, that Windows takes as well; with the ending of `kind`
 */
export function safeExportName(name: string, kind: ExportKind): string {
  const stem = exportKindOf(name) === kind ? name.slice(0, -kind.length - 1) : name;
  const shown = stem.replace(forbidden, '_').replace(/^[\s.]+|[\s.]+$/g, '');
  const [first = ''] = shown.split('.');
  const free = reserved.test(first.trimEnd()) ? `_${shown}` : shown;
  return `${cutToBytes(free).replace(/[\s.]+$/, '') || 'cr-desk'}.${kind}`;
}

/** Never within a character. */
function cutToBytes(text: string): string {
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0) ?? 0);
    if (bytes > mostBytes) break;
    cut += character;
  }
  return cut;
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
