import { Logger } from '@nestjs/common';
import type { Place, Position } from '@aegis/contract';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Geocoder, type PlacesFound } from './geocoder.js';
import { NoTurn, Turns } from './turns.js';

const ATTRIBUTION = 'Addresses: © OpenStreetMap contributors';
const MOST_FOUND = 6;
const CACHED_ANSWERS = 2000;
const PATIENCE_MS = 4000;
/** Of a position in the address of a question: about a metre. */
const DECIMALS = 5;

const result = z.object({
  display_name: z.string(),
  lat: z.coerce.number(),
  lon: z.coerce.number(),
  place_rank: z.number().optional(),
});

type Shape = z.ZodType<z.output<typeof result>[]>;

/** In Nominatim's scale: streets and what stands in them; below are quarters, towns and ZIP codes. */
const STREET_RANK = 26;

/** Asks a server with Nominatim's interface, one question a second at most, and each only once; without it, `fallback`. */
export class NominatimGeocoder extends Geocoder {
  private readonly logger = new Logger('geocoder');
  private readonly answers = new LRUCache<string, Promise<Place[]>>({ max: CACHED_ANSWERS });
  private readonly turns = new Turns();

  constructor(
    private readonly url: string,
    private readonly fallback: Geocoder,
  ) {
    super();
  }

  search(text: string, askerId: string): Promise<PlacesFound> {
    const query = new URLSearchParams({ q: text, format: 'jsonv2', limit: String(MOST_FOUND), countrycodes: 'us' });
    return this.answer(`search?${query.toString()}`, z.array(result), askerId, () =>
      this.fallback.search(text, askerId),
    );
  }

  nearest({ lat, lng }: Position, askerId: string): Promise<PlacesFound> {
    const query = new URLSearchParams({ lat: lat.toFixed(DECIMALS), lon: lng.toFixed(DECIMALS), format: 'jsonv2' });
    const one = result.transform((found) => [found]);
    return this.answer(`reverse?${query.toString()}`, one, askerId, () => this.fallback.nearest({ lat, lng }, askerId));
  }

  private async answer(
    question: string,
    shape: Shape,
    askerId: string,
    instead: () => Promise<PlacesFound>,
  ): Promise<PlacesFound> {
    try {
      const items = await this.once(question, shape, askerId);
      return items.length > 0 ? { items, attribution: ATTRIBUTION } : await instead();
    } catch (error) {
      if (error instanceof NoTurn) return instead();
      this.logger.warn(`${this.url} did not answer (${String(error)}); ZIP codes are used instead`);
      return instead();
    }
  }

  private once(question: string, shape: Shape, askerId: string): Promise<Place[]> {
    const known = this.answers.get(question);
    if (known) return known;
    const asked = this.turns.take(askerId, () => this.ask(question, shape));
    this.remember(question, asked);
    return asked;
  }

  /** A failure is not an answer: the next one asks again. */
  private remember(question: string, asked: Promise<Place[]>): void {
    this.answers.set(question, asked);
    asked.catch(() => this.answers.delete(question));
  }

  private async ask(question: string, shape: Shape): Promise<Place[]> {
    const response = await fetch(`${this.url.replace(/\/$/, '')}/${question}`, {
      headers: { 'user-agent': 'aegis (self-hosted)', 'accept-language': 'en' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return shape.parse(await response.json()).map(({ display_name, lat, lon, place_rank = STREET_RANK }) => ({
      label: display_name,
      position: { lat, lng: lon },
      precision: place_rank >= STREET_RANK ? 'address' : 'area',
    }));
  }
}
