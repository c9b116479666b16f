import type { QueryKey } from '@tanstack/react-query';

/** Under which keys of the query cache what is known of jobs lies. */
export const jobKeys = {
  lists: ['jobs'] as QueryKey,
  job: (id: string): QueryKey => ['job', id],
  timeline: (id: string): QueryKey => ['job-timeline', id],
  waves: (id: string): QueryKey => ['job-waves', id],
  proposals: (id: string): QueryKey => ['job-proposals', id],
  candidates: (id: string): QueryKey => ['candidates', id],
  hours: (id: string): QueryKey => ['job-hours', id],
  conversation: (id: string): QueryKey => ['job-conversation', id],
  shareLinks: (id: string): QueryKey => ['job-share-links', id],
  rest: (id: string): QueryKey => ['job-rest', id],
  alarms: (id: string): QueryKey => ['job-alarms', id],
  receipt: (id: string): QueryKey => ['job-receipt', id],
  payments: (id: string): QueryKey => ['job-payments', id],
  /** Of all zooms. */
  trail: (id: string): QueryKey => ['job-trail', id],
  trailAt: (id: string, zoom: number): QueryKey => ['job-trail', id, zoom],
  location: (id: string): QueryKey => ['job-location', id],
};
