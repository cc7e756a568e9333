/** Sources as syntax trees, so that a test of what they hold is not fooled by comments or line breaks. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A node of ESTree with JSX and TypeScript; which fields it has depends on its type. */
export interface SourceNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

export interface Source {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
  readonly tree: SourceNode;
}

/** @param patterns globs from the root of the project @throws where there is none, or one cannot be read */
export function readSources(patterns: readonly string[]): Source[] {
  // Those of the benchmark's peers, where they are installed.
  const isOurs = (path: string) => !path.includes('node_modules/');
  const paths = globSync([...patterns], { cwd: root })
    .filter(isOurs)
    .sort();
  if (paths.length === 0) throw new Error(`no source at ${patterns.join(', ')}`);
  return paths.map((path) => parseSource(path, readFileSync(root + path, 'utf8')));
}

export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  return { path, text, tree: program as unknown as SourceNode };
}

/** `renderer/app/app.tsx:12` */
export function placeOf({ path, text }: Source, { start }: SourceNode): string {
  return `${path}:${text.slice(0, start).split('\n').length}`;
}

/** Every node below, itself first, in the order of the text; `parents` from the outermost. */
export function visit(
  node: SourceNode,
  enter: (node: SourceNode, parents: readonly SourceNode[]) => void,
  parents: readonly SourceNode[] = [],
): void {
  enter(node, parents);
  const below = [...parents, node];
  for (const child of childrenOf(node)) visit(child, enter, below);
}

export function childrenOf(node: SourceNode): SourceNode[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

export function isNode(value: unknown): value is SourceNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

/** The text pieces of a literal or a template; none for any other node. */
export function textsOf(node: SourceNode): string[] {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : [];
  if (node.type !== 'TemplateLiteral') return [];
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
}
