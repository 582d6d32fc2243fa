import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const STAMPS = '.stoa/build'

export type Bundle = { scriptPath: string; assets: string }

let running: Promise<Bundle> | undefined

/**
 * Builds pages and Worker exactly as a deployment would, each only if its sources changed. Prints what it does. Needs no
 * network and no account. One build at a time, also across processes: who asks while one runs waits for it and asks again.
 * @returns a copy of what was built, so that a later build takes no file away from a marketplace that runs
 */
export async function build(): Promise<Bundle> {
  while (running) await running.catch(() => {})
  running = withLock(buildBoth)
  try {
    return await running
  } finally {
    running = undefined
  }
}

async function buildBoth(): Promise<Bundle> {
  const pages = await step('pages', ['web', 'worker/pure', 'package-lock.json'], 'web/build/server/index.js', () => buildPages('.'))
  await step('worker', ['worker', 'db', 'queues', 'wrangler.toml', 'package-lock.json'], 'dist/index.js', () => buildWorker('.'), pages)
  return keepCopy()
}

/**
 * Builds a copy of the sources, e.g. with other messages, where it lies; always, and without a look at other builds.
 * @param folder has `web`, `worker`, `db`, `queues`, `package.json` and `wrangler.toml`
 */
export async function buildCopy(folder: string): Promise<Bundle> {
  await buildPages(folder)
  await buildWorker(folder)
  return { scriptPath: join(folder, 'dist/index.js'), assets: join(folder, 'web/build/client') }
}

const buildPages = (folder: string) => run('remix', ['vite:build', '--config', 'web/vite.config.ts'], folder)
const buildWorker = (folder: string) => run('wrangler', ['deploy', '--dry-run', '--outdir', 'dist'], folder)

const LOCK = join(STAMPS, 'lock')

async function withLock<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(STAMPS, { recursive: true })
  while (!takeLock()) await new Promise((resolve) => setTimeout(resolve, 200))
  try {
    return await work()
  } finally {
    rmSync(LOCK, { force: true })
  }
}

/** True if this process builds now. A lock whose process is gone was left by one that was killed, and is taken over. */
function takeLock(): boolean {
  try {
    symlinkSync(String(process.pid), LOCK)
    return true
  } catch {
    const owner = ownerOf(LOCK)
    if (owner !== undefined && !isRunning(owner)) rmSync(LOCK, { force: true })
    return false
  }
}

function ownerOf(lock: string): number | undefined {
  try {
    return Number(readlinkSync(lock))
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const COPIES = '.stoa/builds'
/** A marketplace reads files of its copy for as long as it runs, while others build on. */
const COPIES_KEPT = 12

function keepCopy(): Bundle {
  const stamps = ['pages', 'worker'].map((name) => readFileSync(join(STAMPS, name)))
  const name = createHash('sha256').update(Buffer.concat(stamps)).digest('hex').slice(0, 16)
  const copy = join(COPIES, name)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`
    cpSync('dist', join(unfinished, 'worker'), { recursive: true })
    cpSync('web/build/client', join(unfinished, 'assets'), { recursive: true })
    renameSync(unfinished, copy)
  }
  utimesSync(copy, new Date(), new Date())
  const copies = readdirSync(COPIES).map((each) => ({ each, usedAtMs: statSync(join(COPIES, each)).mtimeMs }))
  for (const { each } of copies.sort((x, y) => y.usedAtMs - x.usedAtMs).slice(COPIES_KEPT)) rmSync(join(COPIES, each), { recursive: true })
  return { scriptPath: join(copy, 'worker/index.js'), assets: join(copy, 'assets') }
}

async function step(name: string, sources: string[], output: string, make: () => Promise<void>, force = false): Promise<boolean> {
  const stamp = join(STAMPS, name)
  const digest = digestOf(sources)
  if (!force && existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false
  const startedMs = performance.now()
  await make()
  writeFileSync(stamp, digest)
  console.info(`built ${name} in ${Math.round(performance.now() - startedMs)} ms`)
  return true
}

function digestOf(sources: string[]): string {
  const hash = createHash('sha256')
  for (const source of sources.flatMap(filesOf).sort()) hash.update(source).update(readFileSync(source))
  return hash.digest('hex')
}

/** Made by the build itself. */
const GENERATED = ['web/build', 'web/paraglide']

function filesOf(path: string): string[] {
  if (!path.includes('.') || path.startsWith('web')) {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !GENERATED.some((folder) => entry.parentPath.startsWith(folder)))
      .map((entry) => join(entry.parentPath, entry.name))
  }
  return [path]
}

/** Runs a tool of this package, on this package's Node. What calls it may be a test run; what is built is always for production. */
async function run(command: string, args: string[], cwd: string): Promise<void> {
  const bin = resolve('node_modules/.bin')
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    CI: 'true',
    WRANGLER_SEND_METRICS: 'false',
  }
  try {
    await promisify(execFile)(join(bin, command), args, { env, cwd })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}\n${stderr ?? ''}`)
  }
}
