/** A home folder whose Chromium trusts one authority more, as a person tells a browser by hand. Linux alone. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Chromium looks: the older place, and the newer one. */
const databases = ['.pki/nssdb', '.local/share/pki/nssdb'];

/** @param certificate DER @returns false where this machine has no program to write the database with */
export function trustInBrowser(home: string, certificate: Buffer): boolean {
  if (!hasCertutil() && !installCertutil()) return false;
  const file = join(home, 'ca.crt');
  writeFileSync(file, certificate);
  for (const database of databases) {
    const folder = join(home, database);
    mkdirSync(folder, { recursive: true });
    const place = ['-d', `sql:${folder}`];
    execFileSync('certutil', ['-N', '--empty-password', ...place], { stdio: 'ignore' });
    const added = ['-A', '-n', 'cr-desk', '-t', 'C,,', '-i', file, ...place];
    execFileSync('certutil', added, { stdio: 'ignore' });
  }
  return true;
}

function hasCertutil(): boolean {
  try {
    // Without a command it ends with an error, being there.
    execFileSync('certutil', ['-H'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** As Chromium itself is: by root on Debian. */
function installCertutil(): boolean {
  if (process.getuid?.() !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { stdio: 'ignore', timeout: 300_000, env } as const;
  try {
    execFileSync('apt-get', ['update'], options);
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'libnss3-tools'], options);
    return hasCertutil();
  } catch {
    return false;
  }
}
