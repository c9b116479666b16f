/** Ends the run with a sentence for whoever started it instead of a stack trace. */
export class Refusal extends Error {}
