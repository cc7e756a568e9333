/** The server cannot start: one sentence that says what to do. Shown alone, without a stack. */
export class StartFailure extends Error {}
