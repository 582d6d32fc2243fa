import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startMailEmulator } from '#tests/emulators/mail/emulator.ts'
import { mailSpecs } from '#tests/emulators/mail/read-mail.ts'
import { createSendGridMailer } from '#worker/providers/mail/sendgrid.ts'

const NOW_MS = Date.UTC(2026, 10, 21, 9, 30)
const SPECS = mailSpecs()
const directory = mkdtempSync(join(tmpdir(), 'stoa-mail-'))
let mail: Awaited<ReturnType<typeof startMailEmulator>>

beforeAll(async () => {
  mail = await startMailEmulator({ apiKey: 'SG.test', directory, now: () => NOW_MS })
})
beforeEach(() => mail.reset())
afterAll(async () => {
  await mail.close()
  rmSync(directory, { recursive: true })
})

const BODY = {
  personalizations: [{ to: [{ email: 'Ana@Example.com', name: 'Ana' }] }],
  from: { email: 'orders@stoa.example', name: 'Stoa' },
  subject: 'Your order ST-1001',
  content: [
    { type: 'text/plain', value: 'Track it at https://stoa.example/o/1001.' },
    { type: 'text/html', value: '<p>Track it <a href="https://stoa.example/o/1001">here</a>.</p><script>alert(1)</script>' },
  ],
}

function send(body: unknown, init: { key?: string; method?: string; signal?: AbortSignal } = {}) {
  return fetch(`${mail.url}/v3/mail/send`, {
    method: init.method ?? 'POST',
    headers: { authorization: `Bearer ${init.key ?? 'SG.test'}`, 'content-type': 'application/json' },
    ...(init.method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(init.signal === undefined ? {} : { signal: init.signal }),
  })
}

describe('POST /v3/mail/send', () => {
  it('answers 202 without a body and shows the mail to its reader, whatever the case of the address', async () => {
    const response = await send(BODY)
    expect([response.status, await response.text()]).toEqual([202, ''])
    const messageId = response.headers.get('x-message-id') ?? ''
    expect(messageId).toMatch(/^[\w-]{22}$/)
    const listed = await (await fetch(`${mail.url}/_emulator/messages?to=ana@example.com`)).json()
    expect(listed).toEqual({
      messages: [
        {
          id: `${messageId}.0`,
          acceptedAtMs: NOW_MS,
          from: 'Stoa <orders@stoa.example>',
          to: ['Ana@Example.com'],
          cc: [],
          bcc: [],
          subject: 'Your order ST-1001',
          text: 'Track it at https://stoa.example/o/1001.',
          html: BODY.content[1]?.value,
          categories: [],
          headers: {},
        },
      ],
    })
    expect(mail.messages('ben@example.com')).toEqual([])
  })

  it('makes one mail per personalization, with its own subject and substitutions', async () => {
    const personalizations = [
      { to: [{ email: 'a@example.com' }], substitutions: { '-name-': 'Ana' } },
      { to: [{ email: 'b@example.com' }], subject: 'For -name-', substitutions: { '-name-': '$& Ben' } },
    ]
    await send({ ...BODY, personalizations, content: [{ type: 'text/plain', value: 'Hello -name-' }] })
    expect(mail.messages().map(({ to, subject, text }) => ({ to, subject, text }))).toEqual([
      { to: ['b@example.com'], subject: 'For $& Ben', text: 'Hello $& Ben' },
      { to: ['a@example.com'], subject: 'Your order ST-1001', text: 'Hello Ana' },
    ])
  })

  it('validates but does not send in sandbox mode', async () => {
    const response = await send({ ...BODY, mail_settings: { sandbox_mode: { enable: true } } })
    expect([response.status, mail.messages().length]).toEqual([200, 0])
  })

  it.each([
    ['a wrong key', BODY, { key: 'SG.other' }, 401, [null]],
    ['another method', undefined, { method: 'GET' }, 405, [null]],
    ['malformed JSON', '{', {}, 400, [null]],
    ['an array', [], {}, 400, [null]],
    ['no personalization', { ...BODY, personalizations: [] }, {}, 400, ['personalizations']],
    ['no recipient', { ...BODY, personalizations: [{ to: [] }] }, {}, 400, ['personalizations.0.to']],
    ['a bad address', { ...BODY, personalizations: [{ to: [{ email: 'ana' }] }] }, {}, 400, ['personalizations.0.to.0.email']],
    [
      'a repeated address',
      { ...BODY, personalizations: [{ to: [{ email: 'a@b.c' }], cc: [{ email: 'A@b.c' }] }] },
      {},
      400,
      ['personalizations.0'],
    ],
    [
      'too many recipients',
      { ...BODY, personalizations: [{ to: Array.from({ length: 1001 }, (_, n) => ({ email: `u${n}@b.c` })) }] },
      {},
      400,
      ['personalizations'],
    ],
    ['no sender', { ...BODY, from: undefined }, {}, 400, ['from']],
    ['a bad sender', { ...BODY, from: { email: '' } }, {}, 400, ['from.email']],
    ['no subject', { ...BODY, subject: '' }, {}, 400, ['subject']],
    ['no content', { ...BODY, content: [] }, {}, 400, ['content']],
    ['an empty part', { ...BODY, content: [{ type: 'text/plain', value: '' }] }, {}, 400, ['content.0.value']],
    ['HTML before text', { ...BODY, content: BODY.content.toReversed() }, {}, 400, ['content']],
    ['two faults at once', { ...BODY, from: {}, subject: undefined }, {}, 400, ['from.email', 'subject']],
  ])('refuses %s in the provider’s shape and sends nothing', async (_name, body, init, status, fields) => {
    const response = await send(body, init)
    const answer = (await response.json()) as { errors: { message: string; field: string | null }[] }
    expect([response.status, answer.errors.map((error) => error.field)]).toEqual([status, fields])
    expect(answer.errors.every((error) => error.message.length > 0)).toBe(true)
    expect(mail.messages()).toEqual([])
  })

  it('answers unknown routes in the provider’s shape', async () => {
    const response = await fetch(`${mail.url}/v3/other`)
    expect([response.status, await response.json()]).toEqual([404, { errors: [{ message: 'not found', field: null }] }])
  })
})

describe('faults on demand', () => {
  it('rate-limits as often as told, with the reset time, then sends again', async () => {
    mail.addFault({ kind: 'rate_limited', times: 2, resetAfterS: 7 })
    const first = await send(BODY)
    expect([first.status, first.headers.get('x-ratelimit-remaining'), first.headers.get('x-ratelimit-reset')]).toEqual([
      429,
      '0',
      String(NOW_MS / 1000 + 7),
    ])
    expect([(await send(BODY)).status, (await send(BODY)).status]).toEqual([429, 202])
    expect([mail.sends(), mail.messages().length]).toEqual([3, 1])
  })

  it('fails with the status told over HTTP and sends nothing', async () => {
    const added = await fetch(`${mail.url}/_emulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'server_error', status: 503 }),
    })
    expect([added.status, await added.json()]).toEqual([201, { pending: 1 }])
    expect([(await send(BODY)).status, mail.messages().length]).toEqual([503, 0])
    const unknown = await fetch(`${mail.url}/_emulator/faults`, { method: 'POST', body: JSON.stringify({ kind: 'meteor' }) })
    expect(unknown.status).toBe(400)
  })

  it('sends, then loses the reply', async () => {
    mail.addFault({ kind: 'lost_reply' })
    await expect(send(BODY)).rejects.toThrow('fetch failed')
    expect(mail.messages('ana@example.com')).toHaveLength(1)
  })

  it('hangs until the caller gives up and sends nothing', async () => {
    mail.addFault({ kind: 'hang' })
    await expect(send(BODY, { signal: AbortSignal.timeout(1_500) })).rejects.toThrow(/aborted|timeout/)
    expect([(await send(BODY)).status, mail.messages().length]).toEqual([202, 1])
  })
})

describe('inbox', () => {
  it('lists newest first, escapes what it shows and frames the HTML part without scripts', async () => {
    await send(BODY)
    await send({ ...BODY, subject: '<b>Second</b>' })
    const [newest] = mail.messages()
    const inbox = await (await fetch(`${mail.url}/`)).text()
    expect(inbox.indexOf('&lt;b&gt;Second&lt;/b&gt;')).toBeGreaterThan(0)
    expect(inbox.indexOf('&lt;b&gt;Second&lt;/b&gt;')).toBeLessThan(inbox.indexOf('Your order ST-1001'))
    const shown = await (await fetch(`${mail.url}/messages/${newest?.id}`)).text()
    expect(shown).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
    expect(shown).toContain('<a href="https://stoa.example/o/1001" target="_blank" rel="noreferrer">https://stoa.example/o/1001</a>.')
    const part = await fetch(`${mail.url}/messages/${newest?.id}/html`)
    expect(part.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await part.text()).toContain('<base target="_blank">')
  })

  it('keeps mails over a restart when it has a directory, and forgets them on DELETE', async () => {
    await send(BODY)
    const again = await startMailEmulator({ apiKey: 'SG.test', directory })
    expect(again.messages()).toEqual(mail.messages())
    expect((await fetch(`${again.url}/_emulator/messages`, { method: 'DELETE' })).status).toBe(204)
    expect(again.messages()).toEqual([])
    await again.close()
  })
})

describe.skipIf(SPECS.length === 0).each(SPECS)('official schema $name (skipped without the contracts directory)', ({ spec }) => {
  it('accepts what the emulator refuses with and describes what it accepts', async () => {
    const ajv = new Ajv2020({ strict: false })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'sg', ...spec })
    const isRequest = ajv.compile({ $ref: 'sg#/components/requestBodies/PostMailSend/content/application~1json/schema' })
    const isError = ajv.compile({ $ref: 'sg#/components/schemas/ErrorResponse' })
    expect(isRequest(BODY)).toBe(true)
    mail.addFault({ kind: 'rate_limited' })
    mail.addFault({ kind: 'server_error' })
    const answers = [
      await send(BODY),
      await send(BODY),
      await send({}),
      await send('{'),
      await send(BODY, { key: 'x' }),
      await send('', { method: 'GET' }),
    ]
    const bodies = await Promise.all(answers.map((answer) => answer.json()))
    expect(bodies.map((body) => isError(body))).toEqual([true, true, true, true, true, true])
  })

  it('is enforced on requests beyond the rules stated in prose', async () => {
    const response = await send({ ...BODY, categories: 'orders', ip_pool_name: 'x' })
    const answer = (await response.json()) as { errors: { field: string }[] }
    expect([response.status, answer.errors.map((error) => error.field).toSorted()]).toEqual([400, ['categories', 'ip_pool_name']])
  })

  // biome-ignore lint/suspicious/noExplicitAny: the provider's own document
  type Json = any
  const { components, paths } = spec as Json
  const examplesOf = (content: Json) =>
    Object.entries<Json>(content?.['application/json']?.examples ?? {}).map(([name, { value }]) => ({ name, value }))
  const mailer = (answer: typeof fetch) =>
    createSendGridMailer({ apiUrl: mail.url, apiKey: 'SG.test', from: 'a@stoa.example', fetch: answer })
  const LETTER = { id: 'mai_01K00000000000000000000000' as const, to: 'ana@example.com', subject: 'S', text: 'T', html: '<p>T</p>' }

  it.each(examplesOf(components.requestBodies.PostMailSend.content))('its own request $name is taken', async ({ value }) => {
    const response = await send(value)
    expect([response.status, await response.text()]).toEqual([202, ''])
  })

  it('knows every member our mailer sends', async () => {
    const closed = JSON.parse(JSON.stringify(spec), (_, one) =>
      one?.type === 'object' && one.properties ? { additionalProperties: false, ...one } : one,
    )
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    const isKnown = ajv
      .addSchema({ $id: 'closed', ...closed })
      .compile({ $ref: 'closed#/components/requestBodies/PostMailSend/content/application~1json/schema' })
    const sent: unknown[] = []
    await mailer(async (input, init) => {
      sent.push(JSON.parse(String(init?.body)))
      return fetch(input, init)
    }).send(LETTER)
    expect(sent.map((body) => isKnown(body) || ajv.errorsText(isKnown.errors))).toEqual([true])
    expect(mail.messages('ana@example.com')).toMatchObject([{ subject: 'S', text: 'T', html: '<p>T</p>' }])
  })

  const refusals = Object.entries<Json>(paths['/v3/mail/send'].post.responses).flatMap(([status, { $ref, content }]) =>
    examplesOf(content ?? components.responses[String($ref).split('/').at(-1) ?? '']?.content).map((example) => ({
      ...example,
      status: Number(status),
    })),
  )
  it.each(refusals)('its own refusal with $status is one to try again, or not', async ({ status, value }) => {
    const sending = mailer(async () => Response.json(value, { status })).send(LETTER)
    if (status < 300) return expect(await sending).toBeUndefined()
    const isLater = status === 401 || status === 403 || status === 429 || status >= 500
    await expect(sending).rejects.toMatchObject({ status: isLater ? 503 : 422 })
  })
})
