import type { QueryKey } from '@tanstack/react-query';

/** Of everything about messages: what is told on the stream makes it old. */
export const MESSAGES: QueryKey = ['messages'];
export const UNREAD: QueryKey = ['messages', 'unread'];
export const INBOX: QueryKey = ['messages', 'inbox'];
