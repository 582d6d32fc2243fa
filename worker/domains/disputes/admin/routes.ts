import { z } from '@hono/zod-openapi'
import { DISPUTE_FILTERS } from '#db/platform/queries/disputes/list.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { evidenceBody, evidenceProblems, readEvidence } from '#worker/edge/read-evidence.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { requireVersion, versionTag } from '#worker/edge/version.ts'
import { EVIDENCE_FILE_FIELDS } from '#worker/pure/dispute-evidence.ts'
import { addFile, dropFile, readFile } from '../add-evidence.ts'
import { decideAnswer } from '../decide-answer.ts'
import { gatherEvidence } from '../gather-evidence.ts'
import { readDispute, readDisputes, readRates } from '../read-disputes.ts'
import { recordDispute } from '../record-dispute.ts'
import { Dispute, DisputeFile, DisputePage, disputeId, EvidenceEdit, fileId, idOf, Rates } from '../schemas.ts'
import { addNote, assignDispute, editEvidence } from '../work-on-case.ts'
import { requestWriteOff } from '../write-off.ts'

const DisputeParam = z.strictObject({ disputeId })
const FileParam = z.strictObject({ disputeId, fileId })
const limit = z.coerce.number().int().min(1).max(100).default(25)
const offset = z.coerce
  .number()
  .int()
  .min(0)
  .max(100_000)
  .default(0)
  .openapi({ type: 'integer', description: 'The `nextOffset` of the page before.' })
const vendorId = idOf('vendor', 'ven_01JD0000000000000000000000')
const Download = z.string().openapi({ type: 'string', format: 'binary' })
const permission = 'platform:disputes'

const gone = { not_found: [404, 'There is no such dispute.'] } as const
const answerable = { ...gone, dispute_not_answerable: [409, 'This dispute takes no answer any more.'] } as const
const versioned = {
  changed_meanwhile: [412, 'The case was changed by somebody else since you read it.'],
  if_match_required: [428, 'Send If-Match with the ETag of the case.'],
} as const
const fileName = z.string().trim().min(1).max(120).default('evidence').openapi({ example: 'delivery-note.pdf' })

export const adminDisputeRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/disputes',
      operationId: 'listDisputes',
      summary: 'Card disputes: those that wait for an answer first, the soonest due on top',
      tags: ['disputes'],
      permission,
      request: { query: z.strictObject({ filter: z.enum(DISPUTE_FILTERS).default('open'), vendorId: vendorId.optional(), offset, limit }) },
      responses: { 200: json(DisputePage, 'One page, and how many stand where.') },
    }),
    async (c) => {
      return c.json(await readDisputes(c.var.ctx, c.req.valid('query')), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/disputes/rates',
      operationId: 'listDisputeRates',
      summary: 'How often vendors’ sales of the last ninety days ended in disputes, the worst first',
      tags: ['disputes'],
      permission,
      request: { query: z.strictObject({ level: z.enum(['fine', 'warning', 'critical']).optional(), limit }) },
      responses: { 200: json(Rates, 'Vendors with any dispute, and the thresholds.') },
    }),
    async (c) => c.json(await readRates(c.var.ctx, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/disputes/{disputeId}',
      operationId: 'readDispute',
      summary: 'A dispute: the evidence with what is missing, what happened, what the money did so far',
      tags: ['disputes'],
      permission,
      request: { params: DisputeParam },
      responses: { 200: json(Dispute, 'The case; its ETag is for changes.') },
      problems: gone,
    }),
    async (c) => {
      const found = await readDispute(c.var.ctx, c.req.valid('param').disputeId)
      return c.json(found, 200, { etag: versionTag(found.version) })
    },
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/disputes/{disputeId}/evidence',
      operationId: 'editEvidence',
      summary: 'Set what is said in place of what was gathered',
      tags: ['disputes'],
      permission,
      request: { params: DisputeParam, body: body(EvidenceEdit) },
      responses: { 204: empty('Stored; nothing is sent to the bank.') },
      problems: { ...answerable, ...versioned },
    }),
    async (c) => {
      const version = requireVersion(c.req.header('if-match'))
      await editEvidence(c.var.ctx, c.req.valid('param').disputeId, c.req.valid('json').texts, version)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/disputes/{disputeId}/pack.pdf',
      operationId: 'readEvidencePack',
      summary: 'The evidence as the document that the bank is sent',
      tags: ['disputes'],
      permission,
      request: { params: DisputeParam },
      responses: { 200: { description: 'A PDF file.', content: { 'application/pdf': { schema: Download } } } },
      problems: gone,
    }),
    async (c) => {
      const { pack, found } = await gatherEvidence(c.var.ctx, c.req.valid('param').disputeId)
      return download(await c.var.ctx.documents.pdf(pack), 'application/pdf', `evidence-${found.dispute.id}.pdf`, 'inline') as never
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/disputes/{disputeId}/files',
      operationId: 'addDisputeFile',
      summary: 'Add a file to the evidence; the same file twice is one',
      tags: ['disputes'],
      permission,
      request: {
        params: DisputeParam,
        query: z.strictObject({ field: z.enum(EVIDENCE_FILE_FIELDS).default('uncategorizedFile'), name: fileName }),
        body: evidenceBody,
      },
      responses: { 201: json(DisputeFile, 'Stored.') },
      problems: {
        ...answerable,
        too_many_files: [409, 'A dispute may have at most 20 files.'],
        files_too_large: [409, 'Files of one kind may have at most 4 MiB together.'],
        ...evidenceProblems,
      },
    }),
    async (c) => {
      const file = await readEvidence(c.req.raw)
      const id = c.req.valid('param').disputeId
      const row = await addFile(c.var.ctx, id, null, { ...c.req.valid('query'), ...file })
      return c.json(showNewFile(row), 201)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/disputes/{disputeId}/files/{fileId}',
      operationId: 'readDisputeFile',
      summary: 'A file of the evidence',
      tags: ['disputes'],
      permission,
      request: { params: FileParam },
      responses: { 200: { description: 'The file, to be saved.', content: { 'application/octet-stream': { schema: Download } } } },
      problems: { not_found: [404, 'There is no such file.'] },
    }),
    async (c) => {
      const at = c.req.valid('param')
      const { file, bytes } = await readFile(c.var.ctx, at.disputeId, null, at.fileId)
      return download(bytes, file.contentType, file.name, 'attachment') as never
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/admin/disputes/{disputeId}/files/{fileId}',
      operationId: 'removeDisputeFile',
      summary: 'Take a file out of the evidence',
      tags: ['disputes'],
      permission,
      request: { params: FileParam },
      responses: { 204: empty('It is no part of the pack any more.') },
      problems: { not_found: [404, 'There is no such file.'], dispute_not_answerable: [409, 'This dispute takes no answer any more.'] },
    }),
    async (c) => {
      const at = c.req.valid('param')
      await dropFile(c.var.ctx, at.disputeId, null, at.fileId)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/disputes/{disputeId}/submit',
      operationId: 'submitEvidence',
      summary: 'Send the evidence to the bank, which reads it once',
      tags: ['disputes'],
      permission,
      request: { params: DisputeParam },
      responses: { 202: empty('Decided; the provider is told at once.') },
      problems: { ...answerable, dispute_deadline_passed: [409, 'The last day to answer this dispute is over.'], ...versioned },
    }),
    async (c) => {
      const version = requireVersion(c.req.header('if-match'))
      await decideAnswer(c.var.ctx, c.req.valid('param').disputeId, { answer: 'submit', reason: '', version })
      return c.body(null, 202)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/disputes/{disputeId}/accept',
      operationId: 'acceptDispute',
      summary: 'Accept the loss; there is no way back',
      tags: ['disputes'],
      permission,
      request: {
        params: DisputeParam,
        body: body(
          z
            .strictObject({ reason: z.string().trim().min(3).max(500) })
            .openapi('DisputeAcceptance', { example: { reason: 'The parcel was lost, and the buyer is right.' } }),
        ),
      },
      responses: { 202: empty('Decided; the provider is told at once.') },
      problems: { ...answerable, dispute_deadline_passed: [409, 'The last day to answer this dispute is over.'] },
    }),
    async (c) => {
      const { reason } = c.req.valid('json')
      await decideAnswer(c.var.ctx, c.req.valid('param').disputeId, { answer: 'accept', reason, version: null })
      return c.body(null, 202)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/disputes/{disputeId}/write-off',
      operationId: 'writeOffDispute',
      summary: 'Have the marketplace bear a dispute in its vendors’ place, once a second person agrees',
      tags: ['disputes'],
      permission,
      request: {
        params: DisputeParam,
        body: body(
          z
            .strictObject({ reason: z.string().trim().min(3).max(500) })
            .openapi('DisputeWriteOff', { example: { reason: 'Our label, our loss: the carrier was ours.' } }),
        ),
      },
      responses: { 202: json(z.object({ approvalId: z.string() }).openapi('AskedWriteOff'), 'Waits for a second person.') },
      problems: {
        ...gone,
        nothing_to_write_off: [409, 'No vendor bears anything of this dispute.'],
        already_waiting: [409, 'This waits for a second person already.'],
      },
      idempotent: true,
    }),
    async (c) => c.json(await requestWriteOff(c.var.ctx, c.req.valid('param').disputeId, c.req.valid('json').reason), 202),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/disputes/{disputeId}/notes',
      operationId: 'addDisputeNote',
      summary: 'Add a note for our own people',
      tags: ['disputes'],
      permission,
      request: {
        params: DisputeParam,
        body: body(
          z
            .strictObject({ text: z.string().trim().min(1).max(4000) })
            .openapi('DisputeNote', { example: { text: 'The carrier sends the signature tomorrow.' } }),
        ),
      },
      responses: { 204: empty('In the timeline.') },
      problems: gone,
      idempotent: true,
    }),
    async (c) => {
      await addNote(c.var.ctx, c.req.valid('param').disputeId, c.req.valid('json').text)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/disputes/{disputeId}/assignee',
      operationId: 'assignDispute',
      summary: 'Give a case to somebody, or to nobody',
      tags: ['disputes'],
      permission,
      request: {
        params: DisputeParam,
        body: body(
          z
            .strictObject({ accountId: idOf('account', 'acc_01JD0000000000000000000000').nullable() })
            .openapi('DisputeAssignment', { example: { accountId: 'acc_01JD0000000000000000000000' } }),
        ),
      },
      responses: { 204: empty('They are reminded of it from now on.') },
      problems: {
        ...gone,
        not_staff: [409, 'A case can only be given to somebody who works for the marketplace.'],
        changed_meanwhile: [412, 'The case was changed by somebody else since you read it.'],
      },
    }),
    async (c) => {
      await assignDispute(c.var.ctx, c.req.valid('param').disputeId, c.req.valid('json').accountId)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/disputes/{disputeId}/refresh',
      operationId: 'refreshDispute',
      summary: 'Ask the provider what the dispute is now',
      tags: ['disputes'],
      permission,
      request: { params: DisputeParam },
      responses: { 204: empty('What is stored is what the provider says.') },
      problems: gone,
    }),
    async (c) => {
      const { providerRef } = await readDispute(c.var.ctx, c.req.valid('param').disputeId)
      await recordDispute(c.var.ctx, providerRef)
      return c.body(null, 204)
    },
  )

type Row = Awaited<ReturnType<typeof addFile>>
const showNewFile = (row: Row) => ({
  id: row.id,
  field: row.field,
  name: row.name,
  contentType: row.contentType,
  bytes: row.bytes,
  isVendors: row.vendorId !== null,
  addedByName: null,
  addedAt: new Date(row.addedAtMs).toISOString(),
})

/** Somebody else's file: a browser saves it, and would run nothing of it. */
function download(bytes: Uint8Array<ArrayBuffer>, contentType: string, name: string, how: 'inline' | 'attachment'): Response {
  return new Response(bytes, {
    headers: {
      'content-type': contentType,
      'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(name)}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
