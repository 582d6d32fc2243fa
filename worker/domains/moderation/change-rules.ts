import {
  deleteRule,
  findRule,
  listingsHeldBy,
  listingsOfRule,
  listRules,
  type RuleRow,
  storeRule,
} from '#db/platform/queries/moderation/rules.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { fold, type RuleEffect, type RuleKind } from '#worker/pure/moderation.ts'
import { InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { RuleExists } from './errors.ts'

/** So many listings are looked at again when a rule comes or goes; others are at their next change. */
const RECHECKED_MAX = 500
export type NewRule = { kind: RuleKind; value: string; effect: RuleEffect; note: string }
type RuleCtx = Pick<Ctx, 'platform' | 'principal' | 'newId' | 'now' | 'requestId' | 'clientIp' | 'relay'>

/** What the marketplace does not want, words before categories. */
export async function readRules(ctx: Pick<Ctx, 'platform'>) {
  const rows = await listRules(ctx.platform)
  return { items: rows.map(({ rule, categoryName }) => show(rule, categoryName)) }
}

/**
 * Bans a word or a category, and has what is on sale looked at by the new rule. Audited.
 * @returns the rule, and how many listings are looked at again
 * @throws InvalidInput 422 for a word of nothing but signs, or a category there is not; RuleExists 409
 */
export async function addRule(ctx: RuleCtx, by: Id<'account'>, input: NewRule) {
  const value = input.kind === 'word' ? fold(input.value).trim() : input.value
  if (value === '') throw new InvalidInput([{ pointer: '/value', detail: 'Give a word.' }])
  const row: RuleRow = { ...input, value, id: ctx.newId('moderationRule'), createdBy: by, createdAtMs: ctx.now() }
  const listings = await listingsOfRule(ctx.platform, row, RECHECKED_MAX)
  const audit = auditOf(ctx, { action: 'moderation.rule_add', subjectId: row.id, before: null, after: { ...input, value } })
  try {
    await storeRule(ctx.platform, row, recheck(ctx, listings), audit)
  } catch (error) {
    throw error instanceof UniqueViolation ? new RuleExists() : error
  }
  ctx.relay('platform')
  return { ...show(row, null), rechecked: listings.length }
}

/** Lifts a rule; what only it held is shown once it was looked at again. Audited. @throws NotFound 404, also for a repeat */
export async function removeRule(ctx: RuleCtx, id: Id<'moderationRule'>): Promise<void> {
  const rule = await findRule(ctx.platform, id)
  if (!rule) throw new NotFound('rule')
  const held = await listingsHeldBy(ctx.platform, id, RECHECKED_MAX)
  const { kind, value, effect, note } = rule
  const audit = auditOf(ctx, { action: 'moderation.rule_remove', subjectId: id, before: { kind, value, effect, note }, after: null })
  try {
    await deleteRule(ctx.platform, id, recheck(ctx, held), audit)
  } catch (error) {
    throw error instanceof PreconditionFailed ? new NotFound('rule') : error
  }
  ctx.relay('platform')
} // biome-ignore format: one row a line

const recheck = (ctx: Pick<Ctx, 'newId' | 'now'>, listings: readonly { id: Id<'product'>; vendorId: Id<'vendor'> }[]) =>
  listings.map(
    ({ id, vendorId }): MessageOf<'product.changed'> => ({
      id: ctx.newId('message'),
      type: 'product.changed',
      version: 1,
      vendorId,
      productId: id,
      occurredAtMs: ctx.now(),
    }),
  )

const show = ({ id, kind, value, effect, note, createdAtMs }: RuleRow, categoryName: string | null) => ({
  id,
  kind,
  value,
  label: categoryName ?? value,
  effect,
  note,
  createdAt: toRfc3339(createdAtMs),
})
