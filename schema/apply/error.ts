/** An apply that can't be made: the message says what stands in the way and what to do. */
export class ApplyError extends Error {}
