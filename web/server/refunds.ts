import { data } from '@remix-run/cloudflare'
import { m } from '#messages'
import { asksNothing, type RefundEntry, readRefundEntry } from '#web/features/refunds/refund-form.ts'
import type { OrderRefunds, Preview } from '#web/features/refunds/refund-words.ts'
import { type ApiProblem, problemOf } from '#web/server/answer.ts'
import { toLogIn } from '#web/server/session.ts'

type Answer = { ok: boolean; status: number; json(): Promise<unknown> }
/** What of the API a refund page stands on; the store's and the marketplace's differ in whom they ask. */
export type RefundCalls = {
  preview: (wish: Pick<RefundEntry, 'asks' | 'bearer'>) => Promise<Answer>
  create: (wish: Omit<RefundEntry, 'errors'>, headers: Record<string, string>) => Promise<Answer>
}
/** What a page shows beside the entries. */
export type Previewed = { kind: 'nothing' } | { kind: 'refused'; text: string } | { kind: 'plan'; plan: Preview }

const SAY: Record<string, (problem: ApiProblem) => string> = {
  nothing_left_to_refund: m.refunds_refused_nothing,
  more_than_left: m.refunds_refused_more,
  more_than_captured: m.refunds_refused_more,
  amount_not_in_steps: m.refunds_refused_steps,
  payment_not_captured: m.refunds_refused_unpaid,
  order_disputed: m.refunds_refused_disputed,
  already_waiting: m.refunds_refused_waiting,
  not_allowed: m.refunds_refused_role,
}
const sentenceOf = (problem: ApiProblem): string =>
  SAY[problem.code]?.(problem) ?? (problem.status >= 500 || problem.detail === '' ? m.ui_try_again_soon() : problem.detail)

/** What the entries in the page's address come to. */
export async function previewOf(request: Request, known: OrderRefunds, calls: RefundCalls): Promise<Previewed> {
  const entry = readRefundEntry(new URL(request.url).searchParams, known)
  if (asksNothing(entry) || Object.keys(entry.errors).length > 0) return { kind: 'nothing' }
  const answer = await calls.preview({ asks: entry.asks, bearer: entry.bearer })
  if (answer.ok) return { kind: 'plan', plan: (await answer.json()) as Preview }
  const problem = await problemOf(answer)
  if (problem.status === 401) throw toLogIn(request)
  return { kind: 'refused', text: sentenceOf(problem) }
}

/**
 * Sends a refund. @returns what was decided, or the answer that shows what is wrong, every entry kept
 */
export async function sendRefund(request: Request, fields: FormData, known: OrderRefunds, calls: RefundCalls, needsNote: boolean) {
  const { errors, ...wish } = readRefundEntry(fields, known)
  const values = Object.fromEntries([...fields].filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
  const wrong = {
    ...errors,
    ...(asksNothing(wish) ? { '': m.refunds_error_nothing() } : {}),
    ...(needsNote && wish.note.length < 3 ? { note: m.refunds_error_note() } : {}),
  }
  if (Object.keys(wrong).length > 0) return { ok: false as const, answer: data({ errors: wrong, values }, { status: 422 }) }
  const answer = await calls.create(wish, { 'idempotency-key': String(fields.get('key') ?? '') || crypto.randomUUID() })
  if (!answer.ok) {
    const problem = await problemOf(answer)
    if (problem.status === 401) throw toLogIn(request)
    return { ok: false as const, answer: data({ errors: { '': sentenceOf(problem) }, values }, { status: problem.status }) }
  }
  const { amountMinor } = (await answer.json()) as { amountMinor: number }
  return { ok: true as const, isWaiting: answer.status === 202, amountMinor }
}
export type RefundFormResult = { errors: Record<string, string>; values: Record<string, string> }
