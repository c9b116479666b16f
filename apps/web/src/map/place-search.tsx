import { Autocomplete, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Place, Position } from '@aegis/contract';
import { useRef, useState } from 'react';
import { client } from '../data/client';
import { words } from '../words/words';
import { prepareMap } from './map-view';

const TYPING_MS = 250;

/** An address field that offers what it finds while one types. */
export function PlaceSearch({
  value,
  error,
  label = words('map.search'),
  onChange,
  onChoose,
}: {
  value: string;
  error?: React.ReactNode;
  label?: string;
  onChange: (text: string) => void;
  onChoose: (place: Place) => void;
}) {
  const submitted = useRef<string | null>(null);
  const [text] = useDebouncedValue(value.trim(), TYPING_MS);
  // An address that is there already, of a job that is booked again, is not looked for.
  const [isWanted, setWanted] = useState(false);
  const found = useQuery({
    queryKey: ['places', text],
    queryFn: ({ signal }) => client.places.search({ query: { text }, signal }),
    enabled: isWanted && text.length >= 2,
    staleTime: Infinity,
  });
  // What was found for an earlier word is no answer to this one.
  const items = (text === value.trim() && found.data?.items) || [];
  const choose = (chosen: string): void => {
    const place = items.find((item) => item.label === chosen);
    if (!place) return;
    submitted.current = chosen;
    onChoose(place);
  };
  // The field tells of the label it takes on as if it had been typed, which would be another place.
  const type = (typed: string): void => {
    if (typed !== submitted.current) onChange(typed);
    submitted.current = null;
  };
  return (
    <div>
      <Autocomplete
        label={label}
        // eslint-disable-next-line aegis/no-hard-coded-words -- an address, which is written alike in every language
        placeholder="111 S Grand Ave, Los Angeles"
        value={value}
        error={error}
        onChange={type}
        onFocus={() => {
          setWanted(true);
          prepareMap();
        }}
        onOptionSubmit={choose}
        data={[...new Set(items.map((item) => item.label))]}
        filter={({ options }) => options}
        rightSection={found.isFetching ? <Loader size="xs" aria-hidden /> : null}
        autoComplete="off"
      />
      {/* Its line is kept free: nothing below it moves while one types. */}
      <Text size="xs" c="dimmed" mt={4} mih="1lh">
        {found.data?.attribution}
      </Text>
    </div>
  );
}

/** What the spot is called; null where nothing is known, so that the pin stays and the words are typed. */
export async function nameOfSpot(position: Position): Promise<string | null> {
  const { items } = await client.places.nearest({ query: position }).catch(() => ({ items: [] }));
  return items[0]?.label ?? null;
}
