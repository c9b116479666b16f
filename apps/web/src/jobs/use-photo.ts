import { useQuery } from '@tanstack/react-query';
import { client } from '../data/client';
import { pictureAddress } from '../data/picture';

const FRESH_MS = 5 * 60_000;

/** A guard's photo as an address that holds it; null while there is none. */
export function usePhoto(guardId: string, hasPhoto: boolean): string | null {
  const photo = useQuery({
    queryKey: ['photo', guardId],
    queryFn: async () => pictureAddress(await client.users.photo({ params: { id: guardId } })),
    enabled: hasPhoto,
    staleTime: FRESH_MS,
  }).data;
  return (hasPhoto ? photo : null) ?? null;
}
