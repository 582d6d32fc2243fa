import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { LedgerTransfer } from '#web/features/admin/admin-words.ts'
import { LedgerView } from '#web/features/admin/ledger-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { vendorChoice, vendorNames } from '#web/server/vendor-names.ts'
import { isId } from '#worker/pure/ids.ts'
import { CAUSE_KINDS } from '#worker/pure/ledger.ts'
import { isCurrency } from '#worker/pure/money.ts'

const DAY = /^\d{4}-\d\d-\d\d$/

const ownersOf = ({ debitAccountId, creditAccountId }: LedgerTransfer) =>
  [debitAccountId, creditAccountId].map((id) => id.split('/')[0] ?? '')

/** Accounts of an owner, or the movements of one account or one cause; the whole ledger is folded only when that is asked for. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const { ledger } = context.api.api.v1.admin
  // A marketplace has three accounts a vendor and currency: the page opens on the platform's own.
  const isNarrow = params.has('account') || params.has('cause')
  const given = params.get('owner') ?? (isNarrow ? '' : 'platform')
  // A vendor is named in a field of its own; links name it as the owner.
  const vendor = await vendorChoice(context, params.get('vendor') || (isId('vendor', given) ? given : null))
  const owner = vendor.id !== '' ? vendor.id : given === 'platform' ? given : ''
  const account = /^(platform|ven_\w{26})\/[a-z_]+\/[A-Z]{3}$/.test(params.get('account') ?? '') ? (params.get('account') ?? '') : ''
  const cause = CAUSE_KINDS.some((kind) => isId(kind, params.get('cause') ?? '')) ? (params.get('cause') ?? '') : ''
  const currency = isCurrency(params.get('currency') ?? '') ? (params.get('currency') ?? '') : ''
  const asOf = DAY.test(params.get('asOf') ?? '') ? (params.get('asOf') ?? '') : ''
  const cursor = params.get('cursor')
  const transferQuery = {
    ...(account === '' ? {} : { account }),
    ...(cause === '' ? {} : { causeId: cause }),
    ...(owner === '' ? {} : { owner }),
    ...(cursor === null ? {} : { cursor }),
    limit: '25',
  }
  const [accounts, transfers, check] = await Promise.all([
    need(
      request,
      ledger.accounts.$get({
        query: { ...(owner === '' ? {} : { owner }), ...(currency === '' ? {} : { currency }), ...(asOf === '' ? {} : { asOf }) } as never,
      }),
    ),
    need(request, ledger.transfers.$get({ query: transferQuery as never })),
    params.has('check') ? attempt(() => ledger.check.$get()) : null,
  ])
  const owners = [...accounts.items.map((each) => each.owner), ...transfers.items.flatMap(ownersOf), account.split('/')[0] ?? '']
  const vendors = await vendorNames(context, owners)
  return { accounts: accounts.items, transfers, vendors, vendor, check, owner, account, cause, currency, asOf, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.admin_ledger_title() }]

export default function Ledger() {
  return <LedgerView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
