import { type AppLoadContext, data } from '@remix-run/cloudflare'
import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'
import { isAllowed, type Permission, type Role } from '#worker/pure/permissions.ts'
import { need } from './answer.ts'
import type { Store } from './selling.ts'
import { requireProfile } from './session.ts'

type Api = ApiClient['api']['v1']
export type Team = InferResponseType<Api['vendor']['members']['$get'], 200>
export type Domain = InferResponseType<Api['vendor']['domains']['$get'], 200>['items'][number]

export type SettingsPage = { store: Store; role: Role; accountId: string; can: (permission: Permission) => boolean }

/** The store this browser works for, and what the person may do there; the API decides again. */
export async function requireSettings(context: AppLoadContext, request: Request): Promise<SettingsPage> {
  const [profile, store] = await Promise.all([requireProfile(context, request), need(request, context.api.api.v1.vendor.$get())])
  const role = profile.memberships.find(({ vendorId }) => vendorId === store.id)?.role
  if (role === undefined) throw data(null, { status: 403 })
  return { store, role, accountId: profile.id, can: (permission) => isAllowed(role, permission) }
}
