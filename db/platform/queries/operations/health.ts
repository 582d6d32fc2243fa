import { eq, isNull, sql } from 'drizzle-orm'
import { commit, readTogether } from '#db/commit.ts'
import { deadLetter, mail, outbox, webhookInbox } from '#db/platform/schema/messaging.ts'
import { scheduleTask } from '#db/platform/schema/operations.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'

/** How many wait, and since when the oldest. */
export type Backlog = { waiting: number; oldestAtMs: number | null }

const backlog = <T>(age: T) => ({ waiting: sql<number>`count(*)`, oldestAtMs: sql<number | null>`min(${age})` })

/** What waits anywhere, how the schedule went, and which versions vendors' databases are at; one round trip. */
export async function readHealth(db: PlatformDb, latestVersion: number) {
  const [messages, letters, webhooks, mails, tasks, versions, provisioning] = await readTogether(db, [
    db.select(backlog(outbox.createdAtMs)).from(outbox).where(isNull(outbox.sentAtMs)),
    db.select(backlog(deadLetter.createdAtMs)).from(deadLetter).where(eq(deadLetter.status, 'waiting')),
    db.select(backlog(webhookInbox.receivedAtMs)).from(webhookInbox).where(isNull(webhookInbox.processedAtMs)),
    db.select(backlog(mail.createdAtMs)).from(mail).where(isNull(mail.sentAtMs)),
    db.select().from(scheduleTask).orderBy(scheduleTask.name),
    db
      .select({
        schemaVersion: vendor.schemaVersion,
        vendors: sql<number>`count(*)`,
        canaries: sql<number>`sum(${vendor.isCanary})`,
        behind: sql<number>`sum(${vendor.schemaVersion} < ${latestVersion})`,
      })
      .from(vendor)
      .where(sql`${vendor.provisioned} in ('ready', 'seeded')`)
      .groupBy(vendor.schemaVersion)
      .orderBy(vendor.schemaVersion),
    db.select({ waiting: sql<number>`count(*)` }).from(vendor).where(sql`${vendor.provisioned} <> 'ready'`),
  ])
  const nothing: Backlog = { waiting: 0, oldestAtMs: null }
  return {
    outbox: messages[0] ?? nothing,
    deadLetters: letters[0] ?? nothing,
    webhooks: webhooks[0] ?? nothing,
    mails: mails[0] ?? nothing,
    tasks,
    versions,
    provisioning: provisioning[0]?.waiting ?? 0,
  }
}

/** Vendors' databases by version, the oldest first: who is behind, and who tries new versions first. */
export async function listSchemaVersions(db: PlatformDb, filter: { behind?: number | undefined; limit: number }) {
  return db
    .select({
      id: vendor.id,
      name: vendor.name,
      slug: vendor.slug,
      schemaVersion: vendor.schemaVersion,
      isCanary: vendor.isCanary,
      status: vendor.status,
    })
    .from(vendor)
    .where(
      sql`${vendor.provisioned} in ('ready', 'seeded') ${filter.behind === undefined ? sql`` : sql`and ${vendor.schemaVersion} < ${filter.behind}`}`,
    )
    .orderBy(vendor.schemaVersion, sql`${vendor.isCanary} desc`, vendor.name)
    .limit(filter.limit)
}

export type TaskRun = { name: string; ranAtMs: number; tookMs: number; failure: string | null }

/** Notes how the tasks of a run went, in one commit. */
export async function recordRuns(db: PlatformDb, runs: readonly TaskRun[]): Promise<void> {
  await commit(
    db,
    runs.map(({ name, ranAtMs, tookMs, failure }) => {
      const failed = failure === null ? {} : { failedAtMs: ranAtMs, failure }
      return db
        .insert(scheduleTask)
        .values({ name, ranAtMs, tookMs, ...failed })
        .onConflictDoUpdate({ target: scheduleTask.name, set: { ranAtMs, tookMs, ...failed } })
    }),
  )
}
