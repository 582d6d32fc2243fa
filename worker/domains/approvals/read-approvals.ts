import { type ApprovalRow, findApproval, findNamedApproval, listApprovals, type NamedApproval } from '#db/platform/queries/approvals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { APPROVAL_ACTION_NAMES, type ApprovalStatus, mayDecide } from '#worker/pure/approval.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

type ReadCtx = Pick<Ctx, 'platform' | 'principal' | 'now'>

const momentOf = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))
const personOf = (id: string | null, found: { name: string; email: string } | null) =>
  id === null ? null : { id, name: found?.name ?? null, email: found?.email ?? null }

function view(ctx: ReadCtx, { approval, asker, decider }: NamedApproval) {
  const isOwn = approval.requestedBy === actorOf(ctx.principal)
  const isOpen = approval.status === 'waiting' && approval.expiresAtMs > ctx.now()
  return {
    id: approval.id,
    action: approval.action,
    subjectId: approval.subjectId,
    facts: approval.facts,
    reason: approval.reason,
    requestedBy: personOf(approval.requestedBy, asker),
    requestedAt: toRfc3339(approval.requestedAtMs),
    expiresAt: toRfc3339(approval.expiresAtMs),
    status: approval.status,
    decidedBy: personOf(approval.decidedBy, decider),
    decidedAt: momentOf(approval.decidedAtMs),
    note: approval.note,
    performedAt: momentOf(approval.performedAtMs),
    failure: approval.failure,
    isOwn,
    mayDecide: isOpen && !isOwn && mayDecide(ctx.principal.role, approval.action),
  }
}

/** Requests the caller's role has a say in: what waits oldest first, everything else newest first. */
export async function readApprovals(
  ctx: ReadCtx,
  filter: { status?: ApprovalStatus | undefined; cursor?: Id<'approval'> | undefined; limit: number },
) {
  const actions = APPROVAL_ACTION_NAMES.filter((action) => mayDecide(ctx.principal.role, action))
  const rows = await listApprovals(ctx.platform, { actions, status: filter.status, beyond: filter.cursor, limit: filter.limit + 1 })
  const items = rows.slice(0, filter.limit).map((row) => view(ctx, row))
  return { items, nextCursor: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null }
}

/** One request, with what it will be done with. @throws NotFound 404, also for what the caller's role has no say in */
export async function readApproval(ctx: ReadCtx, approvalId: Id<'approval'>) {
  const found = await findNamedApproval(ctx.platform, approvalId)
  if (!found || !mayDecide(ctx.principal.role, found.approval.action)) throw new NotFound('approval')
  return { ...view(ctx, found), payload: found.approval.payload as unknown }
}

/** The stored request, for whoever acts on what became of it. */
export const readApprovalRow = (ctx: Pick<Ctx, 'platform'>, approvalId: Id<'approval'>): Promise<ApprovalRow | undefined> =>
  findApproval(ctx.platform, approvalId)
