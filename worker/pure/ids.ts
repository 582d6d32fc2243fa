import { decodeTime, encodeTime, ulid } from 'ulidx'

/** Every kind of record that has an id of its own, and the prefix that makes the id readable in a log or a support mail. */
export const ID_PREFIXES = {
  account: 'acc',
  session: 'ses',
  mailToken: 'mtk',
  address: 'adr',
  vendor: 'ven',
  category: 'cat',
  product: 'prd',
  variant: 'var',
  image: 'img',
  cart: 'crt',
  cartLine: 'crl',
  shippingRate: 'shr',
  taxRate: 'txr',
  orderGroup: 'grp',
  order: 'ord',
  orderLine: 'orl',
  orderEvent: 'oev',
  shipment: 'shp',
  payment: 'pay',
  paymentEvent: 'pev',
  refund: 'ref',
  commissionRule: 'cmr',
  commissionSimulation: 'csm',
  commissionLine: 'cml',
  transfer: 'trf',
  payout: 'pyt',
  payoutRun: 'prn',
  payoutHold: 'pho',
  payoutReversal: 'prv',
  adjustment: 'adj',
  statement: 'sst',
  invoice: 'inv',
  reconciliation: 'rcn',
  providerMovement: 'pmv',
  reconciliationException: 'rcx',
  reservation: 'rsv',
  movement: 'mov',
  operation: 'opn',
  message: 'msg',
  mail: 'mai',
  planInvoice: 'pin',
  mailVersion: 'mlv',
  dispute: 'dsp',
  disputeShare: 'dss',
  disputeFile: 'dsf',
  disputeEvent: 'dse',
  deadLetter: 'dlt',
  audit: 'aud',
  report: 'rpt',
  moderationItem: 'mit',
  moderationDecision: 'mdc',
  moderationRule: 'mrl',
  appeal: 'apl',
  review: 'rev',
  note: 'nte',
  categoryAttribute: 'cta',
  approval: 'apv',
  journalCheck: 'jck',
  alarm: 'alm',
  channelConnection: 'chc',
  channelListing: 'chl',
  channelOrder: 'cho',
  channelAction: 'cha',
  channelBatch: 'chb',
  channelConflict: 'cfl',
  syncRun: 'syn',
  syncItem: 'syi',
  request: 'req',
} as const

export type IdKind = keyof typeof ID_PREFIXES
/** The id of one kind of record, e.g. `Id<'order'>` = `ord_01J…`. One kind cannot be passed for another. */
export type Id<K extends IdKind> = `${(typeof ID_PREFIXES)[K]}_${string}`
/** Makes ids; a request that carries an idempotency key gets one that makes the same ids again on a retry. */
export type NewId = <K extends IdKind>(kind: K) => Id<K>

/** A fraction in [0, 1), as `Math.random` gives it. */
export type Prng = () => number

/** Drawn a handful of ids at a time: a call of the platform costs more than the chance it brings. */
const pool = new Uint32Array(256)
let drawn = pool.length

const secureRandom: Prng = () => {
  if (drawn === pool.length) {
    crypto.getRandomValues(pool)
    drawn = 0
  }
  return (pool[drawn++] ?? 0) / 2 ** 32
}

/**
 * Makes one id: prefix, `_`, and a ULID (48 bits of time, 80 of chance), so ids sort by the time they were made.
 * @param atMs UTC epoch ms
 */
export function makeId<K extends IdKind>(kind: K, atMs: number, random: Prng = secureRandom): Id<K> {
  return `${ID_PREFIXES[kind]}_${ulid(atMs, random)}`
}

/** The lowest id an instant can give: no record made at or after it sorts below. @param atMs UTC epoch ms */
export const lowestId = <K extends IdKind>(kind: K, atMs: number): Id<K> => `${ID_PREFIXES[kind]}_${encodeTime(atMs, 10)}${'0'.repeat(16)}`

const ULID_SHAPE = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/** True if the text has the shape of an id of this kind; says nothing about whether the record exists. */
export function isId<K extends IdKind>(kind: K, text: string): text is Id<K> {
  const prefix = `${ID_PREFIXES[kind]}_`
  return text.startsWith(prefix) && ULID_SHAPE.test(text.slice(prefix.length))
}

/**
 * An id that follows from another: the same cause always has the same effect id, so a step done twice writes the same row.
 * @param cause the id it follows from, whose time it keeps
 * @param rest whatever else tells it from its siblings: a purpose, a line number
 */
export async function deriveId<K extends IdKind>(kind: K, cause: Id<IdKind>, ...rest: readonly string[]): Promise<Id<K>> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode([kind, cause, ...rest].join('\n'))))
  let at = 0
  return makeId(kind, decodeTime(cause.slice(cause.indexOf('_') + 1)), () => (digest[at++ % digest.length] ?? 0) / 256)
}

/** A generator of fractions that follows from a seed, for ids that must come out the same on a retry (mulberry32). */
export function seededRandom(seed: number): Prng {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
