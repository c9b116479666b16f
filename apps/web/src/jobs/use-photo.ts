import { useQuery } from '@tanstack/react-query';
import { client } from '../data/client';

const FRESH_MS = 5 * 60_000;

/** A guard's photo as an address that holds it; null while there is none. */
export function usePhoto(guardId: string, hasPhoto: boolean): string | null {
  const photo = useQuery({
    queryKey: ['photo', guardId],
    queryFn: () => readPhoto(guardId),
    enabled: hasPhoto,
    staleTime: FRESH_MS,
  }).data;
  return (hasPhoto ? photo : null) ?? null;
}

/** In the address itself: one of a blob would have to be given back when the last page that shows it is left. */
async function readPhoto(id: string): Promise<string | null> {
  const { content, contentType } = await client.users.photo({ params: { id } });
  return content instanceof Uint8Array ? addressOf(new Blob([new Uint8Array(content)], { type: contentType })) : null;
}

const addressOf = (photo: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => (typeof reader.result === 'string' ? resolve(reader.result) : resolve(''));
    reader.onerror = () => reject(reader.error ?? new Error('the photo could not be read'));
    reader.readAsDataURL(photo);
  });
