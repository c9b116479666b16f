import { badParameter } from './errors.js';
import { page } from './pagination.js';
import { texts } from './parameters.js';
import type { Form } from './form-body.js';
import type { Row, Table } from './table.js';
import type { World } from './world.js';

/** Stripe refuses a deeper path (https://docs.stripe.com/api/expanding_objects). */
const MAX_DEPTH = 4;

type Resource = Record<string, unknown>;

/** Replaces the ids named by `expand[]` with their objects, in a copy of the answer. */
export function expand(world: World, answer: object, form: Form): object {
  return texts(form, 'expand').reduce<object>((expanded, path) => {
    const fields = path.split('.');
    if (fields.length > MAX_DEPTH) {
      throw badParameter(
        'parameter_invalid',
        `You cannot expand more than ${MAX_DEPTH} levels of a property.`,
        'expand',
      );
    }
    return expandPath(world, expanded as Resource, fields, path);
  }, answer);
}

function expandPath(world: World, resource: Resource, fields: readonly string[], path: string): Resource {
  const [field, ...rest] = fields;
  if (field === undefined) return resource;
  const value = field in resource ? resource[field] : includable(world, resource, field);
  if (value === undefined) {
    const message = `This property cannot be expanded (${path}).`;
    throw badParameter('parameter_invalid', message, 'expand');
  }
  return { ...resource, [field]: expandValue(world, value, rest, path) };
}

/** Lists that Stripe leaves out of an answer unless they are asked for. */
function includable(world: World, resource: Resource, field: string): unknown {
  const { object, id } = resource;
  if (object !== 'charge' || field !== 'refunds' || typeof id !== 'string') return undefined;
  return page(world.tables.refunds.where('charge', id), {}, `/v1/charges/${id}/refunds`);
}

function expandValue(world: World, value: unknown, rest: readonly string[], path: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => expandValue(world, item, rest, path));
  const found = typeof value === 'string' ? findById(world, value) : value;
  if (typeof found !== 'object' || found === null) return value;
  return expandPath(world, found as Resource, rest, path);
}

function findById(world: World, id: string): Row | undefined {
  const { tables } = world;
  const byPrefix: Readonly<Record<string, Table<Row>>> = {
    acct: tables.accounts as unknown as Table<Row>,
    ch: tables.charges as unknown as Table<Row>,
    cus: tables.customers as unknown as Table<Row>,
    du: tables.disputes as unknown as Table<Row>,
    pi: tables.paymentIntents as unknown as Table<Row>,
    pm: tables.paymentMethods as unknown as Table<Row>,
    re: tables.refunds as unknown as Table<Row>,
    seti: tables.setupIntents as unknown as Table<Row>,
    tr: tables.transfers as unknown as Table<Row>,
    trr: tables.transferReversals as unknown as Table<Row>,
    txn: tables.balanceTransactions as unknown as Table<Row>,
  };
  return byPrefix[id.slice(0, id.indexOf('_'))]?.get(id);
}
