/** After each test file, once its own servers have ended: what they kept on the disk. */
import { afterAll } from 'vitest';
import { removeDataDirs } from './server-process.ts';

afterAll(removeDataDirs);
