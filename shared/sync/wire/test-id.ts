/** The nth id: lowercase UUIDs, in order. */
export const testId = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
