import type { Ctx } from '#worker/domains/ctx.ts'
import { openEnvelope, sealEnvelope } from '#worker/pure/envelope.ts'
import type { Id } from '#worker/pure/ids.ts'

type Whose = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }

/** What a connection's sealed credentials are bound to: they open for this vendor, this purpose and this connection only. */
export const boundTo = ({ vendorId, connectionId }: Whose): string => `${vendorId}/channel/${connectionId}`

/** Credentials as they are stored. Every call gives another text. */
export const sealCredentials = (ctx: Pick<Ctx, 'sealKeys'>, whose: Whose, credentials: Record<string, string>): Promise<string> =>
  sealEnvelope(ctx.sealKeys, boundTo(whose), JSON.stringify(credentials))

/** The credentials again; they go to the connector and nowhere else. @throws EnvelopeUnreadable */
export async function openCredentials(ctx: Pick<Ctx, 'sealKeys'>, whose: Whose, sealed: string): Promise<Record<string, string>> {
  return JSON.parse(await openEnvelope(ctx.sealKeys, boundTo(whose), sealed)) as Record<string, string>
}
