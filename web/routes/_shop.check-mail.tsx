import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { CheckMailView } from '#web/features/identity/link-views.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

const TEXTS = {
  sign_up: () => m.account_check_sign_up(),
  resend: () => m.account_check_resend(),
  reset: () => m.account_check_reset(),
  email: () => m.account_check_email(),
}
type Why = keyof typeof TEXTS

export function loader({ request }: LoaderFunctionArgs): { why: Why } {
  const why = new URL(request.url).searchParams.get('for') ?? ''
  return { why: Object.hasOwn(TEXTS, why) ? (why as Why) : 'resend' }
}

export const meta: MetaFunction = () => [{ title: m.account_check_page() }, ...PRIVATE_META]

export default function CheckMail() {
  const { why } = useLoaderData<typeof loader>()
  return <CheckMailView title={m.account_check_title()} text={TEXTS[why]()} />
}
