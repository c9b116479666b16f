import { Combobox, Kbd, Loader, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../../data/client';
import { JOB_STATES } from '../../words/market';
import { phoneWords } from '../../words/phone';
import { moment } from '../../words/time';
import { words } from '../../words/words';
import { roleWords } from '../user-words';
import classes from './desk.module.css';

type Found = WireAnswer<typeof api.desk.search>;

const TYPING_MS = 200;

export function useDeskSearch(typed: string) {
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const found = useQuery({
    queryKey: ['desk-search', asked],
    queryFn: ({ signal }) => client.desk.search({ query: { words: asked }, signal }),
    enabled: asked !== '',
    gcTime: 0,
  });
  return { found: asked === '' ? undefined : found.data, isFetching: found.isFetching };
}

/** One box for jobs and people, by keyboard: `/` goes to it, arrows and Enter choose, Esc leaves it. */
export default function SearchBox() {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const [isHere, setIsHere] = useState(false);
  const { found, isFetching } = useDeskSearch(typed);
  const combobox = useCombobox({ opened: isHere && found !== undefined, onOpenedChange: setIsHere });
  useHotkeys([['/', () => input.current?.focus()]]);
  const leave = (): void => {
    setTyped('');
    setIsHere(false);
    input.current?.blur();
  };
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      width="calc(min(440px, 100vw - 16px))"
      middlewares={{ shift: { padding: 8 }, flip: true }}
      classNames={{ dropdown: classes['found'] ?? '' }}
      onOptionSubmit={(address) => {
        leave();
        void navigate(address);
      }}
    >
      <Combobox.Target>
        <TextInput
          ref={input}
          classNames={{ root: classes['search'] ?? '', input: classes['words'] ?? '' }}
          aria-label={words('admin.search.label')}
          placeholder={words('admin.search.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          rightSection={isFetching ? <Loader size={16} /> : <Kbd visibleFrom="sm">/</Kbd>}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setIsHere(true);
          }}
          onFocus={() => setIsHere(true)}
          onBlur={() => setIsHere(false)}
          onKeyDown={(event) => event.key === 'Escape' && leave()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>{found && <Options found={found} onShown={combobox.selectFirstOption} />}</Combobox.Dropdown>
    </Combobox>
  );
}

/** What is found first is chosen first: from in here, where it is known to be on the page. */
function Options({ found, onShown }: { found: Found; onShown: () => void }) {
  const { jobs, people } = found;
  useEffect(() => {
    onShown();
  }, [found, onShown]);
  return (
    <Combobox.Options aria-label={words('admin.search.found')}>
      {jobs.length + people.length === 0 && <Combobox.Empty>{words('admin.search.nothing')}</Combobox.Empty>}
      {people.length > 0 && (
        <Combobox.Group label={words('admin.search.people')}>
          {people.map(({ id, name, role, email, phone }) => (
            <Combobox.Option key={id} value={`/admin/people/${id}`}>
              <Line title={name} more={[roleWords(role), phone === null ? email : phoneWords(phone)].join(' · ')} />
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {jobs.length > 0 && (
        <Combobox.Group label={words('layout.to.jobs')}>
          {jobs.map(({ id, title, status, startTime }) => (
            <Combobox.Option key={id} value={`/admin/jobs/${id}`}>
              <Line title={title} more={`${JOB_STATES[status].words} · ${moment(startTime)}`} />
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
    </Combobox.Options>
  );
}

const Line = ({ title, more }: { title: string; more: string }) => (
  <>
    <Text size="sm" fw={600} truncate>
      {title}
    </Text>
    <Text size="xs" opacity={0.85} truncate className="figures">
      {more}
    </Text>
  </>
);
