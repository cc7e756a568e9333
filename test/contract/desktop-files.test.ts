/** The desktop shell serves the application as it was built: no file's name or kind is unknown to it. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { answerAsset } from '../../electron/assets.ts';
import { appUrl } from '../../electron/policy.ts';

test('every built file is served under app://', async () => {
  const folder = fileURLToPath(new URL('../../out/renderer', import.meta.url));
  // The compressed copies are the server's: the shell reads from the disk and never asks for one.
  const files = globSync('**/*.*', { cwd: folder, exclude: ['**/*.br'] }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  expect(files).toContain('index.html');
  for (const file of files) {
    const { status } = await answerAsset({ method: 'GET', url: appUrl + file }, folder, 'https://cr.example');
    expect(status, file).toBe(200);
  }
});
