import { createClient } from '@tursodatabase/api'
import type { DatabaseProvisioner } from '#worker/domains/tenancy/ports.ts'
import { Unavailable } from '#worker/pure/problem.ts'

export type TursoOptions = {
  apiUrl: string
  organization: string
  group: string
  token: string
  migrate: DatabaseProvisioner['migrate']
  latestVersion: number
}

/** Makes vendor databases through Turso's Platform API. */
export function createDatabaseProvisioner({
  apiUrl,
  organization,
  group,
  token,
  migrate,
  latestVersion,
}: TursoOptions): DatabaseProvisioner {
  // Made by whoever needs it: hardly any request opens a store.
  const turso = () => createClient({ org: organization, token, baseUrl: `${apiUrl.replace(/\/$/, '')}/v1/` })
  return {
    latestVersion,
    migrate,
    async create(name) {
      try {
        return { hostname: (await turso().databases.create(name, { group })).hostname }
      } catch (error) {
        // Made by an earlier try whose reply was lost: the name follows from the vendor, so it is ours.
        if (error instanceof Error && 'status' in error && error.status === 409)
          return { hostname: (await attempt(() => turso().databases.get(name))).hostname }
        throw asUnavailable(error)
      }
    },
    async mintToken(name) {
      return (await attempt(() => turso().databases.createToken(name, { authorization: 'full-access' }))).jwt
    },
  }
}

async function attempt<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw asUnavailable(error)
  }
}

const asUnavailable = (error: unknown) => new Unavailable('The database service', { cause: error, retryAfterS: 5 })
