const API_PATHS = [/^\/api(?:\/|$)/, /^\/images\//, /^\/\.well-known\/jwks\.json$/]

/** True for paths the API answers. Compared on the path as it came: an encoded or doubled slash is another path, and gets a 404. */
export function isApiPath(path: string): boolean {
  return API_PATHS.some((pattern) => pattern.test(path))
}
