/** What a global setup hands to the files of its project. */
export type TestEngine =
  /** Where each worker takes the host of its own. */
  | { engine: 'embedded'; handout: string; port: number; user: string; database: string }
  /** `isShared`: the template itself, emptied: the database of a cluster has no clones. */
  | {
      engine: 'postgres';
      host: string;
      port: number;
      user: string;
      password: string;
      template: string;
      isShared?: true;
      /** Of a PgBouncer before it, by way of which applications go there. */
      pooledPort?: number;
    };

declare module 'vitest' {
  interface ProvidedContext {
    testEngine: TestEngine;
  }
}
