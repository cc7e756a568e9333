/** TLS for the server's own PostgreSQL, with a certificate that nobody signed and that names another host. */
import { execFileSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askDatabase, postmasterPid } from './postmaster.ts';

/** @returns the certificate's file; null where this machine has no openssl to make it with */
export async function speakTls(dataDir: string): Promise<string | null> {
  const folder = join(dataDir, 'pgdata');
  const [certificate, key] = [join(folder, 'other.crt'), join(folder, 'other.key')];
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=db.invalid'].concat([
        '-addext',
        'subjectAltName=DNS:db.invalid',
        '-keyout',
        key,
        '-out',
        certificate,
      ]),
      { stdio: 'ignore' },
    );
  } catch {
    process.stdout.write('NOT VERIFIED: a PostgreSQL that speaks TLS: this machine has no openssl.\n');
    return null;
  }
  const { uid, gid } = statSync(folder);
  for (const file of [certificate, key]) chownSync(file, uid, gid);
  for (const setting of [`ssl_cert_file = '${certificate}'`, `ssl_key_file = '${key}'`, 'ssl = on'])
    await askDatabase(dataDir, `alter system set ${setting}`);
  await reload(dataDir);
  return certificate;
}

/** Reads settings and rules again. */
export async function reload(dataDir: string): Promise<void> {
  process.kill(postmasterPid(dataDir), 'SIGHUP');
  await sleep(500);
}
