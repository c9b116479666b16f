import { PERSONAL_DATA } from '../registry/registry.js';
import type { TableEntry } from '../registry/registry.types.js';

/** One table, once: what others wrote is looked through for the person's name, or the person's own rows are taken away or emptied. */
export interface ErasureStep {
  name: string;
  does: 'mask' | 'erase';
  table: string;
  entry: TableEntry;
}

/** What names the person is needed to find it in texts, and says at last that they are gone. */
const LAST = 'users';

const step = (does: ErasureStep['does'], [table, entry]: [string, TableEntry]): ErasureStep => ({
  ...{ name: `${does} ${table}`, does },
  ...{ table, entry },
});

const TABLES = Object.entries(PERSONAL_DATA);

const mayNameSomebody = ({ columns, rows }: TableEntry): boolean =>
  rows === 'kept' && Object.values(columns).some(({ mayName }) => mayName);

/** In their order: which rows a text is in is asked of columns that go afterwards, and the row of the person goes last. */
export const ERASURE_STEPS: readonly ErasureStep[] = [
  ...TABLES.filter(([, entry]) => mayNameSomebody(entry)).map((table) => step('mask', table)),
  ...TABLES.filter(([name, { owner }]) => owner !== undefined && name !== LAST).map((table) => step('erase', table)),
  ...TABLES.filter(([name]) => name === LAST).map((table) => step('erase', table)),
];
