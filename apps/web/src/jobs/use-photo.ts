import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../data/client';

const FRESH_MS = 5 * 60_000;

/** Address of a guard's photo in this page; null while there is none. */
export function usePhoto(guardId: string, hasPhoto: boolean): string | null {
  const photo = useQuery({
    queryKey: ['photo', guardId],
    queryFn: () => readPhoto(guardId),
    enabled: hasPhoto,
    staleTime: FRESH_MS,
  }).data;
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!photo || !hasPhoto) return setUrl(null);
    const made = URL.createObjectURL(photo);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo, hasPhoto]);
  return url;
}

async function readPhoto(id: string): Promise<Blob | null> {
  const { content, contentType } = await client.users.photo({ params: { id } });
  return content instanceof Uint8Array ? new Blob([new Uint8Array(content)], { type: contentType }) : null;
}
