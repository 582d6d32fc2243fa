import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { disputeCall, passOn } from '#web/server/disputes.ts'
import { idParam } from '#web/server/id-param.ts'

/** A file of the evidence, to be saved. */
export function loader({ context, params }: LoaderFunctionArgs) {
  const param = { disputeId: idParam('dispute', params.disputeId), fileId: idParam('disputeFile', params.fileId) }
  return passOn(disputeCall(context).files[':fileId'].$get({ param }))
}
