import type { Id } from '#worker/pure/ids.ts'

export type OutgoingMail = { id: Id<'mail'>; to: string; subject: string; text: string; html: string }

/** Hands a mail to the provider. Throws Unavailable if the provider may take it later, Problem 422 if it never will. */
export type Mailer = { send(mail: OutgoingMail): Promise<void> }
