import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const STAMPS = '.stoa/build'

export type Bundle = { scriptPath: string; assets: string }

let running: Promise<Bundle> | undefined

/**
 * Builds pages and Worker exactly as a deployment would, each only if its sources changed. Prints what it does. Needs no
 * network and no account. One build at a time: who asks while one runs waits for it and asks again.
 */
export async function build(): Promise<Bundle> {
  while (running) await running.catch(() => {})
  running = buildBoth()
  try {
    return await running
  } finally {
    running = undefined
  }
}

async function buildBoth(): Promise<Bundle> {
  mkdirSync(STAMPS, { recursive: true })
  const pages = await step('pages', ['web', 'worker/pure', 'package-lock.json'], 'web/build/server/index.js', () =>
    run('remix', ['vite:build', '--config', 'web/vite.config.ts']),
  )
  await step(
    'worker',
    ['worker', 'db', 'queues', 'wrangler.toml', 'package-lock.json'],
    'dist/index.js',
    () => run('wrangler', ['deploy', '--dry-run', '--outdir', 'dist']),
    pages,
  )
  return { scriptPath: 'dist/index.js', assets: 'web/build/client' }
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

/** Runs a tool of this package, on this package's Node. */
async function run(command: string, args: string[]): Promise<void> {
  const bin = resolve('node_modules/.bin')
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}`, CI: 'true', WRANGLER_SEND_METRICS: 'false' }
  try {
    await promisify(execFile)(join(bin, command), args, { env })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}\n${stderr ?? ''}`)
  }
}
