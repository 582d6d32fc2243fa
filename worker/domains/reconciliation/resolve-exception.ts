import { findException, resolve } from '#db/platform/queries/reconciliation/exceptions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { showException } from './read-reconciliation.ts'

/** 409: it agrees by itself meanwhile, or somebody resolved it. */
export class ExceptionEnded extends Problem {
  constructor() {
    super('exception_ended', 409, 'This exception is no longer open.')
  }
}

/**
 * A person says what an exception was about; it opens again if its figures change. Moves no money. Audited.
 * @throws NotFound 404; ExceptionEnded 409
 */
export async function resolveException(ctx: Ctx, id: Id<'reconciliationException'>, note: string) {
  const found = await findException(ctx.platform, id)
  if (!found) throw new NotFound('exception')
  const by = actorOf(ctx.principal)
  const audit = auditOf(ctx, {
    action: 'reconciliation.resolve',
    subjectId: id,
    detail: { note, reason: found.reason, currency: found.currency, ledgerMinor: found.ledgerMinor, providerMinor: found.providerMinor },
    before: { status: found.status },
    after: { status: 'resolved' },
  })
  if (!(await resolve(ctx.platform, id, { by, note, atMs: ctx.now() }, audit))) throw new ExceptionEnded()
  const now = await findException(ctx.platform, id)
  return showException(now ?? found, ctx.now())
}
