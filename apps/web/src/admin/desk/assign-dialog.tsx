import { Radio, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WireAnswer, api } from '@aegis/contract';
import { distance } from '../../words/distance';
import { phoneWords } from '../../words/phone';
import { words } from '../../words/words';
import { ReasonDialog } from '../reason-dialog';
import classes from './desk.module.css';
import { useAssign } from './desk-query';
import { useDeskSearch } from './search-box';

type Candidate = WireAnswer<typeof api.desk.job>['candidates'][number];

interface Choice {
  id: string;
  name: string;
  more: string;
}

const SHOWN = 8;

interface AssignDialogProps {
  jobId: string;
  candidates: readonly Candidate[];
  isOpen: boolean;
  onClose: () => void;
}

/** Anybody by name, or one of those who fit; the server says who may not. */
export function AssignDialog({ jobId, candidates, isOpen, onClose }: AssignDialogProps) {
  const [typed, setTyped] = useState('');
  const [guardId, setGuardId] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const clear = (): void => {
    setTyped('');
    setGuardId('');
    setKey(crypto.randomUUID());
    onClose();
  };
  const assign = useAssign(jobId, clear);
  const close = (): void => {
    assign.reset();
    clear();
  };
  const { found } = useDeskSearch(typed);
  const guards = found?.people.filter(({ role }) => role === 'guard');
  const choices: Choice[] = guards
    ? guards.map(({ id, name, phone, email }) => ({ id, name, more: phone === null ? email : phoneWords(phone) }))
    : candidates.slice(0, SHOWN).map(({ guard, distanceMeters, score }) => ({
        id: guard.userId,
        name: guard.name,
        more: words('jobs.ofHundred', { distance: distance(distanceMeters), score: Math.round(score) }),
      }));
  return (
    <ReasonDialog
      isOpen={isOpen}
      title={words('admin.do.assign')}
      explanation={words('admin.assign.how')}
      action={words('admin.assign.do')}
      isReady={guardId !== ''}
      isBusy={assign.isPending}
      error={assign.error}
      onClose={close}
      onAgree={(reason) => assign.mutate({ guardId, reason, key: `${key}-${guardId}` })}
    >
      <TextInput
        label={words('admin.guard')}
        description={words('admin.assign.search')}
        data-autofocus
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setGuardId('');
        }}
      />
      <Choices
        choices={choices}
        empty={words(guards ? 'admin.assign.nobodyNamed' : 'admin.assign.nobodyFits')}
        value={guardId}
        onChange={setGuardId}
      />
    </ReasonDialog>
  );
}

interface ChoicesProps {
  choices: readonly Choice[];
  empty: string;
  value: string;
  onChange: (id: string) => void;
}

function Choices({ choices, empty, value, onChange }: ChoicesProps) {
  if (choices.length === 0)
    return (
      <Text size="sm" c="dimmed" role="status">
        {empty}
      </Text>
    );
  return (
    <ScrollArea.Autosize mah={260}>
      <Radio.Group value={value} onChange={onChange} aria-label={words('admin.roles.guard')}>
        <Stack gap="xs">
          {choices.map(({ id, name, more }) => (
            <div key={id} className={classes['choice']} {...(id === value && { 'data-checked': true })}>
              <Radio value={id} label={name} description={more} className="figures" />
            </div>
          ))}
        </Stack>
      </Radio.Group>
    </ScrollArea.Autosize>
  );
}
