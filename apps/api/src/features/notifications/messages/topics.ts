import type { Facts, Topic } from '../matrix/line.js';

/** The name under which a newer message takes the place of an older one, in the inbox and on the phone. */
export function topicOf(topic: Topic, facts: Facts, jobId: string | null): string {
  if (topic === 'offer') return `offer:${facts.offerId}`;
  return jobId === null ? topic : `${topic}:${jobId}`;
}
