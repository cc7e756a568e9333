/**
 * Whether a page that is opened now could use the database. Where a full disk cost the browser what it keeps of an
 * origin, a page that stood open meanwhile is refused until it is loaded again, whatever becomes of the disk
 * (docs/decisions/0018-full-disks.md): a frame is such a new page, and needs no network to be opened.
 */
export type Probed = 'there' | 'gone' | 'refused';

export async function probeDatabase(name: string): Promise<Probed> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  try {
    return await openIn(frame.contentWindow, name);
  } catch {
    return 'refused';
  } finally {
    frame.remove();
  }
}

/** One that is silent is not waited for. */
const patienceMs = 5_000;

function openIn(frame: (Window & { readonly indexedDB?: IDBFactory }) | null, name: string): Promise<Probed> {
  return new Promise((resolve) => {
    const opening = frame?.indexedDB?.open(name);
    if (!opening) return resolve('refused');
    let isNew = false;
    opening.addEventListener('upgradeneeded', () => {
      isNew = true;
      // It must not be made by looking at it.
      opening.transaction?.abort();
    });
    opening.addEventListener('success', () => {
      opening.result.close();
      resolve('there');
    });
    opening.addEventListener('error', () => resolve(isNew ? 'gone' : 'refused'));
    setTimeout(() => resolve('refused'), patienceMs);
  });
}
