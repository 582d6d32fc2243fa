import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { Outlet } from '@remix-run/react'
import { m } from '#messages'
import { AccountFrame } from '#web/features/account/account-frame.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { requireProfile } from '#web/server/session.ts'

/** Everything below needs somebody who is signed in. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  await requireProfile(context, request)
  return null
}

export const meta: MetaFunction = () => [{ title: m.account_page() }, ...PRIVATE_META]

export default function Account() {
  return (
    <AccountFrame>
      <Outlet />
    </AccountFrame>
  )
}
