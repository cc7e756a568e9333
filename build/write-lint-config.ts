/** `npm run lint:config`: writes `.oxlintrc.json` from the table of walls. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { createLintConfig } from './lint-config.ts';

const text = await format(JSON.stringify(createLintConfig()), { parser: 'json', printWidth: 110 });
writeFileSync(new URL('../.oxlintrc.json', import.meta.url), text);
