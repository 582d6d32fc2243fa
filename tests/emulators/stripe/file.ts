import type { StripeFile } from './objects.ts'
import { paginate } from './paginate.ts'
import { anything, hash, integer, oneOf, required, text } from './params.ts'
import { invalidRequest } from './refusal.ts'
import { LISTING, need, type Route, route } from './route.ts'

/** What is taken for evidence. https://docs.stripe.com/file-upload */
const EVIDENCE_TYPES: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' }
const SIZE_MAX = 5 * 1024 * 1024

/** How `answer-call.ts` hands over the file of a multipart form. */
const upload = hash({ name: text(), type: text(), size: integer(), sha256: text() })

export const fileRoutes: readonly Route[] = [
  route(
    'POST',
    '/v1/files',
    { file: required(upload), purpose: required(oneOf('dispute_evidence')), file_link_data: anything() },
    ({ world, account, params }) => {
      const type = EVIDENCE_TYPES[params.file.type ?? '']
      const size = params.file.size ?? 0
      if (type === undefined) throw invalidRequest('Evidence is a PDF, JPEG or PNG file.', { param: 'file' })
      if (size < 1 || size > SIZE_MAX) throw invalidRequest('The file may have at most 5 MB.', { param: 'file' })
      const id = world.newId('file')
      const file: StripeFile = {
        id,
        object: 'file',
        created: world.clock.nowS(),
        expires_at: null,
        filename: params.file.name ?? id,
        links: { object: 'list', data: [], has_more: false, url: `/v1/file_links?file=${id}` },
        purpose: params.purpose,
        size,
        title: null,
        type,
        url: `https://files.stripe.com/v1/files/${id}/contents`,
      }
      world.fileDigests.set(id, params.file.sha256 ?? '')
      return world.tables.files.insert(account, file)
    },
  ),
  route('GET', '/v1/files', { ...LISTING, purpose: text() }, ({ world, account, params }) => {
    const matching = world.tables.files.newestFirst(account).filter((file) => (params.purpose ?? file.purpose) === file.purpose)
    return paginate(matching, params, '/v1/files', 'file')
  }),
  route('GET', '/v1/files/:file', {}, ({ world, account, id }) => need(world.tables.files, account, id('file'), 'file', 'file')),
]
