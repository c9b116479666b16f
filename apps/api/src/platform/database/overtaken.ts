/**
 * Somebody was faster between what a transaction has read and what it has locked since, and to wait for them now would be
 * against the order of locks. `Database.transaction` runs the work again, as after a dead-lock; in the end it is a conflict.
 */
export class Overtaken extends Error {}
