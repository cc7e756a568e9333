/** Safari begins to read only after the click has been dealt with, and asks the person first. */
const readUntilMs = 10 * 60_000;

/** Hands a file to the person, as a browser does: whether and where it is kept is theirs. */
export function downloadFile(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), readUntilMs);
}
