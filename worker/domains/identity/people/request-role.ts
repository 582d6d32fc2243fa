import { findPerson, listPeople, type PlatformRole } from '#db/platform/queries/identity/people.ts'
import { requestApproval } from '#worker/domains/approvals/request-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { AuditCtx } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { normalEmail } from '../account.ts'
import { LastAdmin, NoSuchPerson, OwnRole, RoleUnchanged } from './platform-role.ts'

/** Whose role: by address (somebody new to the team) or by account. `role` null: they leave the team. */
export type RoleRequest = { who: { email: string } | { accountId: Id<'account'> }; role: PlatformRole | null; reason: string }

/**
 * Asks for a role of the marketplace for somebody, another one, or none; a second admin has to agree (`account.role`).
 * Audited. @throws NoSuchPerson 404; OwnRole 409; RoleUnchanged 409; LastAdmin 409; AlreadyWaiting 409
 */
export async function requestRole(
  ctx: Pick<Ctx, 'platform' | 'tellPages'> & AuditCtx,
  { who, role, reason }: RoleRequest,
): Promise<{ id: Id<'approval'> }> {
  const person = await findPerson(ctx.platform, 'email' in who ? { email: normalEmail(who.email) } : who)
  if (!person || (role !== null && (person.emailVerifiedAtMs === null || person.disabledAtMs !== null))) throw new NoSuchPerson()
  if (person.id === actorOf(ctx.principal)) throw new OwnRole()
  if (person.platformRole === role) throw new RoleUnchanged()
  if (person.platformRole === 'platform_admin' && (await adminsBesides(ctx, person.id)) === 0) throw new LastAdmin()
  return requestApproval(ctx, {
    action: 'account.role',
    subjectId: person.id,
    payload: { accountId: person.id, before: person.platformRole, role },
    facts: [
      { label: 'person', kind: 'text', text: person.name },
      { label: 'email', kind: 'text', text: person.email },
      { label: 'role_before', kind: 'text', text: person.platformRole ?? 'none' },
      { label: 'role_after', kind: 'text', text: role ?? 'none' },
    ],
    reason,
  })
}

async function adminsBesides(ctx: Pick<Ctx, 'platform'> & Pick<AuditCtx, 'now'>, accountId: Id<'account'>): Promise<number> {
  const people = await listPeople(ctx.platform, ctx.now())
  return people.filter(({ id, role, disabledAtMs }) => id !== accountId && role === 'platform_admin' && disabledAtMs === null).length
}
