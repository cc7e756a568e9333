import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const sourcesByDirective = (connect: string) =>
  new Map(
    contentSecurityPolicy(connect)
      .split('; ')
      .map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources] as const;
      }),
  );

test('what is not named is forbidden, and nobody may frame the pages', () => {
  const policy = sourcesByDirective("'self'");
  for (const directive of ['default-src', 'base-uri', 'frame-ancestors'])
    expect(policy.get(directive)).toEqual(["'none'"]);
});

test('scripts come from the application alone, none inline, none from text', () => {
  const policy = sourcesByDirective("'self'");
  expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  for (const directive of ['worker-src', 'font-src', 'form-action', 'manifest-src'])
    expect(policy.get(directive)).toEqual(["'self'"]);
});

test('calls go to the given sources alone', () => {
  expect(sourcesByDirective('https://cr.example:7480').get('connect-src')).toEqual([
    'https://cr.example:7480',
  ]);
});
