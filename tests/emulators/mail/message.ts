import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { MailSendBody } from './read-mail.ts'

/** One mail as one reader gets it: a request with three personalizations becomes three of these. */
export type SentMessage = {
  /** `<X-Message-Id>.<personalization>`, so a test can find all mails of one request. */
  readonly id: string
  readonly acceptedAtMs: number
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
  readonly subject: string
  readonly text: string | null
  readonly html: string | null
  readonly categories: readonly string[]
  readonly headers: Readonly<Record<string, string>>
}

export type MessageStore = {
  add(message: SentMessage): void
  /** Newest first; `to` matches any recipient, whatever the case. */
  list(to?: string): SentMessage[]
  find(id: string): SentMessage | undefined
  clear(): void
}

/**
 * Keeps what was sent, in memory and, when a directory is given, in `<directory>/messages.jsonl` so that
 * restarting the development stack does not lose the verification mail one was about to click.
 */
export function openMessageStore(directory?: string): MessageStore {
  const file = directory === undefined ? undefined : join(directory, 'messages.jsonl')
  if (directory !== undefined) mkdirSync(directory, { recursive: true })
  let messages: SentMessage[] = file !== undefined && existsSync(file) ? readLines(file) : []
  return {
    add(message) {
      messages.push(message)
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(message)}\n`)
    },
    list(to) {
      const wanted = to?.toLowerCase()
      const found = wanted === undefined ? messages : messages.filter((message) => recipients(message).includes(wanted))
      return found.toReversed()
    },
    find: (id) => messages.find((message) => message.id === id),
    clear() {
      messages = []
      if (file !== undefined) rmSync(file, { force: true })
    },
  }
}

/** Spreads one accepted request over its personalizations; a personalization's own subject and sender win. */
export function messagesOf(body: MailSendBody, messageId: string, acceptedAtMs: number): SentMessage[] {
  const part = (type: string) => body.content?.find((content) => content.type === type)?.value ?? null
  return body.personalizations.map((personalization, index) => ({
    id: `${messageId}.${index}`,
    acceptedAtMs,
    from: display(personalization.from ?? body.from),
    to: personalization.to.map((address) => address.email),
    cc: (personalization.cc ?? []).map((address) => address.email),
    bcc: (personalization.bcc ?? []).map((address) => address.email),
    subject: substitute(personalization.subject ?? body.subject ?? '', personalization.substitutions),
    text: substitute(part('text/plain'), personalization.substitutions),
    html: substitute(part('text/html'), personalization.substitutions),
    categories: body.categories ?? [],
    headers: { ...body.headers, ...personalization.headers },
  }))
}

function substitute<T extends string | null>(text: T, substitutions: Record<string, string> = {}): T {
  if (text === null) return text
  return Object.entries(substitutions).reduce<string>((done, [tag, value]) => done.replaceAll(tag, () => value), text) as T
}

function display(address: { email: string; name?: string }): string {
  return address.name === undefined ? address.email : `${address.name} <${address.email}>`
}

function recipients(message: SentMessage): string[] {
  return [...message.to, ...message.cc, ...message.bcc].map((address) => address.toLowerCase())
}

function readLines(file: string): SentMessage[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SentMessage)
}
