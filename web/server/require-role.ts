import { type AppLoadContext, data } from '@remix-run/cloudflare'
import { isAllowed, type Permission } from '#worker/pure/permissions.ts'
import { requireProfile } from './session.ts'

/** Refuses a page of the console to those whose role is not for it, where nothing the page reads would. @throws 403 */
export async function requireRole(context: AppLoadContext, request: Request, permission: Permission): Promise<void> {
  const { platformRole } = await requireProfile(context, request)
  if (platformRole === null || !isAllowed(platformRole, permission)) throw data({ code: 'not_allowed' }, { status: 403 })
}
