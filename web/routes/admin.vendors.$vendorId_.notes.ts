import { type ActionFunctionArgs, redirect } from '@remix-run/cloudflare'
import { NoteForm } from '#web/features/trust/trust-forms.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { isId } from '#worker/pure/ids.ts'

/** Adds a note about a store, pins one or lets it go, and leads back to the store. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const vendorId = idParam('vendor', params.vendorId)
  const path = `/admin/vendors/${vendorId}`
  const call = context.api.api.v1.admin.vendors[':vendorId'].notes
  const entries = await request.clone().formData()
  const intent = entries.get('intent')
  const noteId = String(entries.get('noteId') ?? '')
  if (intent !== 'note' && isId('note', noteId)) {
    const { ok } = await call[':noteId'].pin.$put({ param: { vendorId, noteId }, json: { isPinned: intent === 'pin' } })
    return redirectWith(path, { key: ok ? 'saved' : 'failed' })
  }
  const form = await readForm(request, NoteForm)
  if (!form.ok) return redirectWith(path, { key: 'failed' })
  const { ok } = await call.$post({ param: { vendorId }, json: form.value }, { headers: { 'idempotency-key': crypto.randomUUID() } })
  return redirectWith(path, { key: ok ? 'saved' : 'failed' })
}

export const loader = ({ params }: ActionFunctionArgs) => redirect(`/admin/vendors/${params.vendorId ?? ''}`)
