import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { disputeCall, passOn } from '#web/server/disputes.ts'
import { idParam } from '#web/server/id-param.ts'

/** The evidence as the bank gets it. */
export function loader({ context, params }: LoaderFunctionArgs) {
  return passOn(disputeCall(context)['pack.pdf'].$get({ param: { disputeId: idParam('dispute', params.disputeId) } }))
}
