import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { type Listening, listen } from '#tests/emulators/listen.ts'
import { AccessCheck } from './check-access.ts'
import { DatabaseFile } from './database.ts'
import { FaultPlan } from './faults.ts'
import { ConnectionCut } from './hrana-errors.ts'
import type { StreamRequest } from './protocol.ts'
import { type DatabaseRecord, type FixedDatabase, Registry } from './registry.ts'
import { mountControl } from './route-control.ts'
import { mountHrana } from './route-hrana.ts'
import { mountPlatform } from './route-platform.ts'
import { Stats } from './stats.ts'
import { StreamStore } from './stream-store.ts'

export type TursoEmulatorOptions = {
  /** Where the files live. Without it a temporary directory, deleted by `close()`. */
  readonly directory?: string
  /** Slug in the Platform API's paths and in hostnames. Default `stoa`. */
  readonly organization?: string
  /** Bearer token of the Platform API. Default `platform-token`. */
  readonly platformToken?: string
  /** Databases that exist from the start, each with a fixed full-access token. */
  readonly databases?: readonly FixedDatabase[]
  /** How long a stream may idle between two requests, in ms. Default 10000, as hosted. */
  readonly streamIdleMs?: number
  /** How long a statement waits for another stream's write lock, in ms. Default 5000. */
  readonly busyTimeoutMs?: number
  /** How long a transaction may keep a waiting writer out, in ms. Default 5000, as hosted. */
  readonly transactionTimeoutMs?: number
  /** Sees every pipeline that was let in, before it runs. */
  readonly onPipeline?: (database: string, requests: readonly StreamRequest[]) => void
}

/** What the routes share. */
export type TursoState = {
  readonly registry: Registry
  readonly access: AccessCheck
  readonly streams: StreamStore
  readonly faults: FaultPlan
  readonly stats: Stats
  readonly platformToken: string
  readonly onPipeline: TursoEmulatorOptions['onPipeline']
  databaseOf(record: DatabaseRecord): DatabaseFile
  removeFile(record: DatabaseRecord): void
}

export type TursoEmulator = {
  readonly app: Hono
  readonly faults: FaultPlan
  readonly stats: Stats
  /** Slug in the Platform API's paths. */
  readonly organization: string
  readonly directory: string
  /** Deletes every database and token, faults and counters; the fixed databases exist again, empty. */
  reset(): void
  /** Closes every connection; a temporary directory is deleted. */
  close(): void
}

/** Builds the stand-in for Turso, without a port: `app.request()` works in tests. */
export function createTursoEmulator(options: TursoEmulatorOptions = {}): TursoEmulator {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'turso-'))
  const state = createState(directory, options)
  const app = new Hono()
  mountControl(app, state.shared)
  mountPlatform(app, state.shared)
  mountHrana(app, state.shared)
  app.notFound((c) => c.json({ error: 'not found' }, 404))
  app.onError((error, c) => {
    if (error instanceof ConnectionCut) throw error
    return c.json({ error: `Internal Error: \`${error.message}\`` }, 500)
  })
  const { registry, faults, stats, streams, access } = state.shared
  return {
    app,
    faults,
    stats,
    organization: registry.organization,
    directory,
    reset: () => {
      streams.closeAll()
      for (const record of registry.databases.values()) state.shared.removeFile(record)
      registry.reset()
      access.forget()
      faults.clear()
      stats.reset()
    },
    close: () => {
      streams.closeAll()
      for (const file of state.files.values()) file.close()
      state.files.clear()
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}

function createState(directory: string, options: TursoEmulatorOptions): { shared: TursoState; files: Map<string, DatabaseFile> } {
  const registry = new Registry(directory, options.organization ?? 'stoa', options.databases ?? [])
  const timing = { busyTimeoutMs: options.busyTimeoutMs ?? 5_000, transactionTimeoutMs: options.transactionTimeoutMs ?? 5_000 }
  const files = new Map<string, DatabaseFile>()
  const databaseOf = (record: DatabaseRecord) => {
    const open = files.get(record.id) ?? new DatabaseFile(registry.pathOf(record), timing)
    files.set(record.id, open)
    return open
  }
  const streams = new StreamStore(options.streamIdleMs ?? 10_000)
  const shared: TursoState = {
    registry,
    access: new AccessCheck(registry),
    streams,
    faults: new FaultPlan(),
    stats: new Stats(),
    platformToken: options.platformToken ?? 'platform-token',
    onPipeline: options.onPipeline,
    databaseOf,
    removeFile: (record) => {
      const file = databaseOf(record)
      streams.closeAll(file)
      file.remove()
      files.delete(record.id)
    },
  }
  return { shared, files }
}

export type RunningTurso = Listening & { readonly emulator: TursoEmulator }

/** Builds the emulator and serves it on the loopback interface. `close()` ends both. */
export async function startTursoEmulator(options: TursoEmulatorOptions & { readonly port?: number } = {}): Promise<RunningTurso> {
  const emulator = createTursoEmulator(options)
  const listening = await listen(emulator.app, options.port ?? 0)
  return {
    ...listening,
    emulator,
    close: async () => {
      await listening.close()
      emulator.close()
    },
  }
}
