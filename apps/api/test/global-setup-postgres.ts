import type { TestProject } from 'vitest/node';
import { makeTemplate } from './template-database.js';
import './test-engine.js';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { testEngine, remove } = await makeTemplate();
  project.provide('testEngine', testEngine);
  return remove;
}
