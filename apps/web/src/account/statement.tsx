import { Group, NativeSelect } from '@mantine/core';
import type { FileContent } from '@aegis/contract';
import { useState } from 'react';
import { SaveButton } from '../layout/save-button';
import { locale } from '../words/speech';
import { words } from '../words/words';
import { today } from '../words/now';

const MONTHS_BACK = 12;

/** What a statement is of: the last months, then this year and the one before it. The server knows in which zone they begin. */
function recentPeriods(): { value: string; label: string }[] {
  const now = today();
  const months = Array.from({ length: MONTHS_BACK }, (_, back) => {
    const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1));
    return {
      value: month.toISOString().slice(0, 7),
      label: month.toLocaleDateString(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    };
  });
  const years = [now.getFullYear(), now.getFullYear() - 1].map((year) => ({
    value: String(year),
    label: words('account.statement.year', { year: String(year) }),
  }));
  return [...months, ...years];
}

interface StatementProps {
  title: string;
  /** What the file is called, before its period. */
  name: string;
  read: (query: { month: string } | { year: string }) => Promise<FileContent>;
}

/** The money of a month or a year, to print. */
export function Statement({ title, name, read }: StatementProps) {
  const [periods] = useState(recentPeriods);
  const [period, setPeriod] = useState(periods[0]?.value ?? '');
  return (
    <section className="panel" aria-label={title}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={words('account.statement.of')}
          size="md"
          data={periods}
          value={period}
          onChange={(event) => setPeriod(event.currentTarget.value)}
          flex="1 1 180px"
        />
        <SaveButton
          name={`${name}-${period}.pdf`}
          read={() => read(period.includes('-') ? { month: period } : { year: period })}
        >
          {words('account.statement.save')}
        </SaveButton>
      </Group>
    </section>
  );
}
