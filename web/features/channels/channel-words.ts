import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import { agoText, numberText } from '#web/ui/format.ts'
import { CHANNEL_NAMES, type ConnectionStatus, type ParkedReason } from '#worker/pure/channel.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import type { ChannelOrderRow, Conflict, Connection, Listing, Run } from './channel-data.ts'

type Word = { text: () => string; tone: Tone }

const CONNECTION: Record<ConnectionStatus, Word> = {
  active: { text: m.channels_status_active, tone: 'good' },
  paused: { text: m.channels_status_paused, tone: 'warn' },
  broken: { text: m.channels_status_broken, tone: 'bad' },
  disconnected: { text: m.channels_status_disconnected, tone: 'plain' },
}
export const connectionWord = (status: ConnectionStatus) => ({ text: CONNECTION[status].text(), tone: CONNECTION[status].tone })

/** How a connection is, in a sentence. */
export function healthText({ health, lagMs, ordersPulledAt, importedAt }: Connection, nowMs: number): string {
  const fixed = HEALTHS[health]
  if (fixed !== undefined) return fixed()
  if (importedAt === null) return m.channels_health_not_imported()
  if (health === 'late') return m.channels_health_behind({ wait: spanText(lagMs ?? 0) })
  if (ordersPulledAt === null) return m.channels_health_starting()
  return m.channels_health_good({ when: agoText(Date.parse(ordersPulledAt), nowMs) })
}
const HEALTHS: Partial<Record<Connection['health'], () => string>> = {
  broken: m.channels_health_broken,
  paused: m.channels_health_paused,
  disconnected: m.channels_health_disconnected,
  failing: m.channels_health_error,
}

const FIXES: Record<NonNullable<Connection['fix']>, () => string> = {
  connect_again: m.channels_fix_not_authorised,
  resume: m.channels_fix_resume,
  wait: m.channels_fix_unavailable,
  ask_channel: m.channels_fix_refused,
}
/** What a connection needs done, and by whom. */
export const fixText = (fix: NonNullable<Connection['fix']>): string => FIXES[fix]()

/** What the channel said, where what the fix says is not all there is to say. */
export const detailOf = ({ error, fix }: Pick<Connection, 'error' | 'fix'>): string | null =>
  fix === null || fix === 'ask_channel' ? (error?.detail ?? null) : null

/** How long something takes or waits, e.g. `40 s`, `3 min`. */
export function spanText(ms: number): string {
  if (ms < MINUTE_MS) return m.channels_span_seconds({ n: numberText(Math.max(0, Math.round(ms / SECOND_MS))) })
  if (ms < 2 * HOUR_MS) return m.channels_span_minutes({ n: numberText(Math.round(ms / MINUTE_MS)) })
  if (ms < 2 * DAY_MS) return m.channels_span_hours({ n: numberText(Math.round(ms / HOUR_MS)) })
  return m.channels_span_days({ n: numberText(Math.round(ms / DAY_MS)) })
}

const STATES: Record<Listing['state'], Word> = {
  active: { text: m.channels_state_active, tone: 'good' },
  inactive: { text: m.channels_state_inactive, tone: 'warn' },
  ended: { text: m.channels_state_ended, tone: 'plain' },
  unknown: { text: m.channels_state_unknown, tone: 'plain' },
}
export const stateWord = (state: Listing['state']) => ({ text: STATES[state].text(), tone: STATES[state].tone })

const MATCHED: Record<NonNullable<Listing['matchedBy']>, () => string> = {
  sku: m.channels_matched_sku,
  gtin: m.channels_matched_gtin,
  manual: m.channels_matched_manual,
  created: m.channels_matched_created,
}
export const matchedText = (by: NonNullable<Listing['matchedBy']>): string => MATCHED[by]()

/** A field of ours that a channel complains of. */
const FIELDS: Record<string, () => string> = {
  title: m.channels_field_title,
  description: m.channels_field_description,
  price: m.channels_field_price,
  quantity: m.channels_field_quantity,
  gtin: m.channels_field_gtin,
  category: m.channels_field_category,
  brand: m.channels_field_brand,
}
export const fieldText = (field: string | null): string | null =>
  field === null ? null : (FIELDS[field]?.() ?? field.replace(/^attributes\./, ''))

const KINDS: Record<Run['kind'], () => string> = {
  orders: m.channels_run_orders,
  actions: m.channels_run_actions,
  stock: m.channels_run_stock,
  prices: m.channels_run_prices,
  listings: m.channels_run_listings,
  import: m.channels_run_import,
  reconcile: m.channels_run_reconcile,
}
export const runText = (kind: Run['kind']): string => KINDS[kind]()

const CAUSES: Record<Run['cause'], () => string> = {
  schedule: m.channels_cause_schedule,
  webhook: m.channels_cause_webhook,
  manual: m.channels_cause_manual,
  replay: m.channels_cause_replay,
}
export const causeText = (cause: Run['cause']): string => CAUSES[cause]()

/** A run that ended with items that failed is neither good nor bad. */
export function runWord({ status, failed }: Pick<Run, 'status' | 'failed'>): { text: string; tone: Tone } {
  if (status === 'running') return { text: m.channels_run_running(), tone: 'accent' }
  if (status === 'failed') return { text: m.channels_run_failed(), tone: 'bad' }
  return failed > 0 ? { text: m.channels_run_partly({ count: failed }), tone: 'warn' } : { text: m.channels_run_done(), tone: 'good' }
}

const CONFLICTS: Record<Conflict['kind'], () => string> = {
  oversold: m.channels_conflict_oversold,
  stock_drift: m.channels_conflict_stock_drift,
  price_drift: m.channels_conflict_price_drift,
  stale_stock: m.channels_conflict_stale_stock,
  late_cancel: m.channels_conflict_late_cancel,
  changed_there: m.channels_conflict_changed_there,
}
export const conflictText = (kind: Conflict['kind']): string => CONFLICTS[kind]()

const RESOLUTIONS: Record<Conflict['resolution'], Word> = {
  healed: { text: m.channels_resolution_healed, tone: 'good' },
  cancelled_there: { text: m.channels_resolution_cancelled, tone: 'plain' },
  parked: { text: m.channels_resolution_parked, tone: 'warn' },
  open: { text: m.channels_resolution_open, tone: 'bad' },
  closed: { text: m.channels_resolution_closed, tone: 'plain' },
}
export const resolutionWord = (resolution: Conflict['resolution']) => ({
  text: RESOLUTIONS[resolution].text(),
  tone: RESOLUTIONS[resolution].tone,
})

const ORDERS: Record<ChannelOrderRow['status'], Word> = {
  received: { text: m.channels_order_received, tone: 'accent' },
  held: { text: m.channels_order_held, tone: 'plain' },
  imported: { text: m.channels_order_imported, tone: 'good' },
  parked: { text: m.channels_order_parked, tone: 'warn' },
  refused: { text: m.channels_order_refused, tone: 'bad' },
  ignored: { text: m.channels_order_ignored, tone: 'plain' },
  unreadable: { text: m.channels_order_unreadable, tone: 'bad' },
}
export const orderWord = (status: ChannelOrderRow['status']) => ({ text: ORDERS[status].text(), tone: ORDERS[status].tone })

const PARKED: Record<ParkedReason, { why: () => string; fix: () => string }> = {
  unmapped_sku: { why: m.channels_parked_unmapped, fix: m.channels_parked_unmapped_fix },
  out_of_stock: { why: m.channels_parked_stock, fix: m.channels_parked_stock_fix },
  stock_on_hold: { why: m.channels_parked_hold, fix: m.channels_parked_hold_fix },
  unknown_status: { why: m.channels_parked_status, fix: m.channels_parked_status_fix },
  unsupported_currency: { why: m.channels_parked_currency, fix: m.channels_parked_currency_fix },
  no_address: { why: m.channels_parked_address, fix: m.channels_parked_address_fix },
}
const parkedWords = (reason: ParkedReason) => ({ why: PARKED[reason].why(), text: PARKED[reason].fix() })

type Troubled = Pick<ChannelOrderRow, 'channel' | 'status' | 'parkedReason' | 'detail' | 'isFailing' | 'failure'>

/** What is the matter with an order, and what is or can be done about it; null of one that is well. */
export function troubleText(order: Troubled): { why: string | null; text: string } | null {
  const { channel, status, parkedReason, detail, isFailing } = order
  const name = CHANNEL_NAMES[channel]
  if (isFailing) return failingWords(order)
  if (status === 'refused' && parkedReason === 'out_of_stock')
    return { why: m.channels_refused_stock(), text: m.channels_refused_stock_text({ channel: name }) }
  if (status === 'parked' && parkedReason !== null) return parkedWords(parkedReason)
  return detail === null ? null : { why: null, text: detailText(detail, name) }
}

function failingWords({ channel, detail, failure }: Troubled) {
  const name = CHANNEL_NAMES[channel]
  if (failure?.kind === 'refund')
    return failure.code === 'uncertain'
      ? { why: m.channels_failing_unheard({ channel: name }), text: m.channels_failing_unheard_text({ channel: name }) }
      : { why: m.channels_failing_refund(), text: [sentence(failure.detail ?? ''), m.channels_failing_refund_text()].join(' ').trim() }
  const reason = failure === null ? detail && detailText(detail, name) : failure.detail
  return { why: m.channels_failing(), text: reason ?? m.channels_failing_text({ channel: name }) }
}

const sentence = (words: string): string => words.replace(/[^.!?]$/, '$&.')

/** Why nothing was or is done of an order. */
const DETAILS: Record<string, (names: { channel: string }) => string> = {
  cancelled_there: m.channels_detail_cancelled_there,
  cancelled_after_shipping: m.channels_detail_cancelled_late,
  channel_ships: m.channels_detail_channel_ships,
  over_before: m.channels_detail_over_before,
  test_order: m.channels_detail_test_order,
}
const detailText = (detail: string, channel: string): string => (Object.hasOwn(DETAILS, detail) && DETAILS[detail]?.({ channel })) || detail

/** Whether trying an order again does anything: not where only giving money back failed, which is asked for anew. */
export const canTryAgain = ({ isFailing, failure }: Pick<ChannelOrderRow, 'isFailing' | 'failure'>): boolean =>
  isFailing && failure?.kind !== 'refund'

/** Orders of an account that go no further without the vendor. */
export const needYou = ({ parked, failing }: Pick<Connection['counts'], 'parked' | 'failing'>): number => parked + failing

/** The same of all accounts that are connected. */
export const waitingOf = (connections: readonly Pick<Connection, 'status' | 'counts'>[]): number =>
  connections.reduce((sum, { status, counts }) => sum + (status === 'disconnected' ? 0 : needYou(counts)), 0)

const TASKS: Record<string, () => string> = {
  orders: m.channels_task_orders,
  actions: m.channels_task_actions,
  stock: m.channels_task_stock,
  listings: m.channels_task_listings,
  batches: m.channels_task_batches,
  reconcile: m.channels_task_reconcile,
}
/** What is done for a connection again and again. */
export const taskText = (task: string): string => (Object.hasOwn(TASKS, task) ? (TASKS[task]?.() ?? task) : task)

const ACTIONS: Record<string, () => string> = {
  acknowledge: m.channels_action_acknowledge,
  ship: m.channels_action_ship,
  cancel: m.channels_action_cancel,
  refund: m.channels_action_refund,
}
/** Something a channel is told of an order. */
export const actionWords = (kind: string): string => (Object.hasOwn(ACTIONS, kind) ? (ACTIONS[kind]?.() ?? kind) : kind)
